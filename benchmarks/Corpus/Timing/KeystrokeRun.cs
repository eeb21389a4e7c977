using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Corpus.Analyzing;
using PerfAnalyzers.Corpus.Loading;
using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Timing;

/// <summary>
/// Types one character into one method after the other, and asks again for the diagnostics of that method, as an editor does: a new
/// compilation each time, of which only one tree is new. The time starts when the compilation is there and has nothing bound.
/// </summary>
/// <param name="name">What the project is called.</param>
/// <param name="project">The project.</param>
/// <param name="evidence">A file that the analyzers are given besides the code.</param>
/// <param name="warmUp">How many characters are typed before: the runtime optimises what has run often, and an editor has run for a while.</param>
/// <param name="edits">How many characters are measured.</param>
/// <param name="seed">Which methods.</param>
internal sealed class KeystrokeRun(string name, LoadedProject project, AdditionalText? evidence, int warmUp, int edits, int seed)
{
    private readonly ImmutableArray<(int Tree, int Method)> _methods =
    [
        .. project.Compilation.SyntaxTrees.Select((tree, i) => (Tree: tree, Index: i))
            .Where(t => MeasuredCode.IsMeasured(project.Tree.PathOf(t.Tree.FilePath)))
            .SelectMany(t => Enumerable.Range(0, MethodsOf(t.Tree.GetRoot()).Count).Select(m => (t.Index, m))),
    ];

    /// <summary>How long the diagnostics of the edited method take, or those of its whole file.</summary>
    public async Task<Latency> MeasureAsync(AnalyzerSet analyzers, bool wholeFile, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var compilation = project.Compilation.Clone();
        var times = new List<double>(edits);
        var cpuTimes = new List<double>(edits);
        long bytes = 0;
        for (var edit = -warmUp; edit < edits; edit++)
        {
            var (tree, method) = _methods[random.Next(_methods.Length)];
            (compilation, var changed, var span) = Type(compilation, tree, method);
            var before = GC.GetTotalAllocatedBytes(precise: false);
            var cpu = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            await AskAsync(compilation, changed, wholeFile ? null : span, analyzers.Analyzers, cancellationToken);
            if (edit < 0)
                continue;

            times.Add(clock.Elapsed.TotalMilliseconds);
            cpuTimes.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
            bytes += GC.GetTotalAllocatedBytes(precise: false) - before;
        }

        times.Sort();
        cpuTimes.Sort();
        return new(
            name, project.Compilation.SyntaxTrees.Length, analyzers.Name, wholeFile ? "file" : "method",
            Figures.Median(times), Figures.Percentile(times, 0.95), times[^1], bytes / 1e6 / edits,
            Figures.Median(cpuTimes), Figures.Percentile(cpuTimes, 0.95));
    }

    private async Task AskAsync(
        CSharpCompilation compilation, SyntaxTree tree, TextSpan? span, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        if (analyzers.IsEmpty)
        {
            compilation.GetSemanticModel(tree).GetDiagnostics(span, cancellationToken);
            return;
        }

        var analysis = new CompilationWithAnalyzers(compilation, analyzers, new CompilationWithAnalyzersOptions(
            project.Options(evidence), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        await analysis.GetAnalyzerSemanticDiagnosticsAsync(analysis.Compilation.GetSemanticModel(tree), span, cancellationToken);
    }

    // An empty statement: what is typed most of the time does not change what other members see.
    private static (CSharpCompilation Compilation, SyntaxTree Tree, TextSpan Method) Type(CSharpCompilation compilation, int tree, int method)
    {
        var old = compilation.SyntaxTrees[tree];
        var body = MethodsOf(old.GetRoot())[method].Body!;
        var changed = old.WithChangedText(old.GetText().WithChanges(new TextChange(new(body.OpenBraceToken.Span.End, 0), ";")));
        return (compilation.ReplaceSyntaxTree(old, changed), changed, MethodsOf(changed.GetRoot())[method].FullSpan);
    }

    private static List<MethodDeclarationSyntax> MethodsOf(SyntaxNode root) =>
        [.. root.DescendantNodes(n => n is not (BlockSyntax or StatementSyntax)).OfType<MethodDeclarationSyntax>().Where(m => m.Body is { CloseBraceToken.IsMissing: false })];
}
