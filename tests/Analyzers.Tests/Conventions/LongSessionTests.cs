using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>What an editor does all day: many compilations of which little is new, several questions at a time, and most of them given up.</summary>
public sealed class LongSessionTests
{
    private const string Code = """
        public class Report(ShopDb db)
        {
            private static readonly List<string> s_seen = new();

            public decimal Total(List<int> ids)
            {
                decimal total = 0;
                foreach (var id in ids)
                {
                    total += db.Orders.First(o => o.Id == id).Lines.Sum(l => l.Price);
                    s_seen.Add(id.ToString());
                }

                return total + CountAsync(ids).Result;
            }

            public async Task<int> CountAsync(List<int> ids)
            {
                var all = db.Orders.ToList().Where(o => ids.Contains(o.Id)).ToList();
                foreach (var order in all)
                {
                    order.Number = "x";
                    await db.SaveChangesAsync();
                }

                return all.Count;
            }
        }
        """;

    // The last one is still open; one or two more may be held by what the runtime has not cleared from its registers.
    private const int MostAlive = 4;

    // With a pause that grows by a millisecond each time: twenty seconds at most, and a leak is still one after them.
    private const int MaxCollections = 200;

    [Fact]
    public async Task Several_at_a_time_see_the_same_as_one_alone()
    {
        var alone = await ReportsAsync(Compilation(Code), concurrent: false);
        Assert.True(alone.Count > 4, string.Join('\n', alone));

        for (var round = 0; round < 4; round++)
        {
            // One compilation that nobody has looked at yet, and four that look at it.
            var shared = Compilation(Code);
            var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReportsAsync(shared, concurrent: true))));
            Assert.All(all, reports => Assert.Equal(alone, reports));
        }
    }

    [Fact]
    public async Task Whatever_was_given_up_half_way_is_found_when_it_is_asked_again()
    {
        var expected = await ReportsAsync(Compilation(Code), concurrent: false);
        var compilation = Compilation(Code);
        for (var delay = 0; delay < 10; delay++)
        {
            using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(delay * 2));
            try
            {
                await ReportsAsync(compilation, concurrent: true, impatience.Token);
            }
            catch (OperationCanceledException)
            {
                // What an editor expects; anything else would be reported as a crash.
            }
        }

        Assert.Equal(expected, await ReportsAsync(compilation, concurrent: true));
    }

    [Fact]
    public async Task Compilations_of_the_past_are_let_go()
    {
        var compilation = Compilation(Code);
        var past = new List<WeakReference>();
        for (var keystroke = 0; keystroke < 40; keystroke++)
        {
            compilation = Typed(compilation);
            past.Add(await LookedAtAsync(compilation));
        }

        // Threads that have had nothing to do since may each hold one on their stacks, until they do something else.
        for (var i = 0; i < MaxCollections && (i < 3 || past.Count(p => p.IsAlive) > MostAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(i);
        }

        Assert.InRange(past.Count(p => p.IsAlive), 0, MostAlive);
        GC.KeepAlive(compilation);
    }

    private static async Task<WeakReference> LookedAtAsync(CSharpCompilation compilation)
    {
        await ReportsAsync(compilation, concurrent: true);
        return new(compilation);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CSharpCompilation Typed(CSharpCompilation compilation)
    {
        var old = compilation.SyntaxTrees[1];
        return compilation.ReplaceSyntaxTree(old, old.WithChangedText(old.GetText().WithChanges(new TextChange(new(old.Length, 0), "//"))));
    }

    private static CSharpCompilation Compilation(string code) => CSharpCompilation.Create(
        "Shop",
        [CSharpSyntaxTree.ParseText(Shop.Model.Text, path: "Shop.cs"), CSharpSyntaxTree.ParseText(code, path: "Report.cs")],
        TestReferences.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static async Task<IReadOnlyList<string>> ReportsAsync(CSharpCompilation compilation, bool concurrent, CancellationToken cancellationToken = default)
    {
        var analysis = new CompilationWithAnalyzers(
            compilation, [.. RuleAnalyzers.Types.Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (thrown, _, _) => Assert.Fail(thrown.ToString()), concurrent, logAnalyzerExecutionTime: false));
        var reports = await analysis.GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. reports.Select(d => d.ToString()).Order(StringComparer.Ordinal)];
    }
}
