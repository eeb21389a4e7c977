using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>The proof of a change: what compiled before compiles after it.</summary>
internal static class CompilerErrors
{
    /// <summary>Whether a change adds errors to the projects that it touches or to one that sees them.</summary>
    public static Task<bool> AreAddedAsync(Solution before, Rewrite rewrite, CancellationToken cancellationToken)
    {
        var graph = before.GetProjectDependencyGraph();
        return AreMoreAsync(
            before, rewrite, rewrite.Edits.Keys.Select(d => d.ProjectId).Distinct().SelectMany(p => graph.GetProjectsThatTransitivelyDependOnThisProject(p).Append(p)).Distinct(),
            async (solution, project) => (await solution.GetProject(project)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!.GetDiagnostics(cancellationToken),
            cancellationToken);
    }

    /// <summary>The same of a change within bodies, which no other document can notice.</summary>
    public static Task<bool> AreAddedWithinAsync(Solution before, Rewrite rewrite, CancellationToken cancellationToken) => AreMoreAsync(
        before, rewrite, rewrite.Edits.Keys,
        async (solution, document) => (await solution.GetDocument(document)!.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!.GetDiagnostics(cancellationToken: cancellationToken),
        cancellationToken);

    private static async Task<bool> AreMoreAsync<T>(
        Solution before, Rewrite rewrite, IEnumerable<T> parts, Func<Solution, T, Task<ImmutableArray<Diagnostic>>> diagnosticsOf, CancellationToken cancellationToken)
    {
        var after = await rewrite.ApplyAsync(before, cancellationToken).ConfigureAwait(false);
        foreach (var part in parts)
        {
            if (Count(await diagnosticsOf(after, part).ConfigureAwait(false)) > Count(await diagnosticsOf(before, part).ConfigureAwait(false)))
                return true;
        }

        return false;
    }

    // A call that nobody awaits any more, and a method that is async for nothing, are warnings that a fix must not make either.
    private static int Count(ImmutableArray<Diagnostic> diagnostics) => diagnostics.Count(d => d.Severity is DiagnosticSeverity.Error || d.Id is "CS4014" or "CS1998");
}
