using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>What rules are shown of a member is what the compiler calls its operation blocks, which it is not asked for.</summary>
public sealed class MemberBodiesTests
{
    private const string Members = """
        [assembly: System.Reflection.AssemblyMetadata("Key", "Value")]

        int first = args.Length, second = Add(first, 1);
        foreach (var arg in args) System.Console.WriteLine(arg);
        static int Add(int left, int right = 2) => left + right;

        [System.Obsolete("Type")]
        public partial class Base(int size)
        {
            protected int Size { get; } = size + 1;
        }

        [System.Serializable]
        public sealed partial class Derived(int size) : Base(size * 2), System.IDisposable
        {
            public const int Limit = 1 + 2;
            [System.Obsolete("Field")] private int _count = Twice(3), _other = 4;
            private int _none;

            static Derived() => Last = 5;

            public Derived(int size, int more = 6)
                : this(size + more)
            {
                _count += more;
                void Inner() { _count++; }
                System.Action run = () => { Inner(); };
                run();
            }

            ~Derived() { _none = 0; }

            public static int Last { get; private set; } = Twice(7);

            [System.Obsolete("Property")]
            public int Count
            {
                [System.Obsolete("Getter")] get => _count;
                set { _count = value; }
            }

            public int Computed => _count + _other;

            public string Both { get => field + _none; init { } } = "y" + "z";

            public int this[[System.ComponentModel.DefaultValue(8)] int index] => index + Last;

            public int this[string key] { get { return key.Length; } set => _count = value; }

            public event System.Action Changed { add { _count++; } remove => _count--; }

            public event System.Action? Raised = static () => { };

            public static Derived operator +(Derived left, Derived right) => left;

            public static implicit operator int(Derived value) { return value._count; }

            [return: System.Diagnostics.CodeAnalysis.NotNull]
            public string Generic<[Mark(9)] T>([Mark(10)] T value, string text = "a" + "b")
                where T : notnull
                => value.ToString() + text;

            public System.Collections.Generic.IEnumerable<int> Iterate()
            {
                for (var i = 0; i < 3; i++) yield return i;
            }

            partial void Hook(int value = 11);

            partial void Hook(int value) { _count = value; }

            public void Dispose() => Raised?.Invoke();

            private static int Twice(int value) => value * 2;

            private enum Kind { [Mark(12)] One = 1 + 1, Two }

            private delegate void Handler([Mark(13)] int value = 14);
        }

        public record struct Point(int X, [property: Mark(15)] int Y = 16)
        {
            public int Sum { get; } = X + Y;
        }

        public record Named(string Name) : Unnamed(Name.Length)
        {
            public override string ToString() => Name;
        }

        public record Unnamed(int Length);

        public interface IDefault
        {
            static int Created = 17;

            int Value() => 18;
        }

        [System.AttributeUsage(System.AttributeTargets.All)]
        public sealed class MarkAttribute(int value) : System.Attribute
        {
            public int Value => value;
        }
        """;

    [Fact]
    public async Task Each_block_is_the_one_of_the_compiler()
    {
        var shop = new AnalyzerTest<Recorder> { TestCode = Members, OutputKind = OutputKind.ConsoleApplication }.CreateSolution().Projects.Single();
        var compilation = (await shop.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var recorder = new Recorder();

        await compilation.WithAnalyzers([recorder]).GetAnalyzerDiagnosticsAsync();

        Assert.True(recorder.Blocks.Count > 40, $"{recorder.Blocks.Count} blocks.");
        Assert.Equal(string.Join("\n", recorder.Blocks.Order(StringComparer.Ordinal)), string.Join("\n", recorder.Ours.Order(StringComparer.Ordinal)));
    }

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // Nobody installs it.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Recorder : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_none = new("TEST0001", "", "", "Test", DiagnosticSeverity.Warning, true);

        public ConcurrentQueue<string> Blocks { get; } = [];

        public ConcurrentQueue<string> Ours { get; } = [];

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_none];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterCompilationStartAction(start =>
            {
                var bodies = new MemberBodies(start.Compilation);
                start.RegisterOperationBlockAction(c => Record(Blocks, c.OwningSymbol, c.OperationBlocks));
                start.RegisterCodeBlockAction(c => Record(Ours, c.OwningSymbol, bodies.BlocksOf(c)));
            });
        }

        private static void Record(ConcurrentQueue<string> found, ISymbol owner, ImmutableArray<IOperation> blocks)
        {
            foreach (var block in blocks)
                found.Enqueue(Text(owner, block));
        }

        private static string Text(ISymbol owner, IOperation block) => $"{owner.ToDisplayString()} {block.Kind} {block.Syntax.Kind()} {block.Syntax.Span} {block.Syntax.ToString().ReplaceLineEndings(" ")}";
    }
#pragma warning restore RS1036, RS1038, RS1041, RS2008
}
