using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A fix as an editor applies it.</summary>
internal static class AppliedFix
{
    /// <summary>The solution after the only action that is offered; null when none is.</summary>
    public static async Task<Solution?> ApplyAsync(this PerfCodeFix fix, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions.Count == 0 ? null : (await Assert.Single(actions).GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }
}
