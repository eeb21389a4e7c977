using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>
/// Whether running a loop body could change what a read in it gives: a write to the database between two reads makes rows that were
/// loaded before the loop out of date. Follows calls into the solution's own code, to every implementation.
/// </summary>
/// <param name="solution">The code that is followed.</param>
/// <param name="trustsUnknown">Whether only what is known to write counts, because a person looks at the rest.</param>
internal sealed class LoopEffects(Solution solution, bool trustsUnknown = false)
{
    // Beyond this much code behind a loop, nobody would review the answer; a fix is refused.
    private const int MostBodies = 300;

    private static readonly ImmutableArray<string> s_handsOn = ["Send", "Publish", "Dispatch", "Execute", "Save", "Commit", "Bulk"];

    /// <summary>Whether what asks the context for unsaved changes counts, too, because they are saved later than they were.</summary>
    public bool TellsUnsaved { get; init; }

    /// <summary>
    /// Whether a save between two reads is none of their business, because each reads one row, all of it, by its key: what is saved is what the context tracks, and so what a read gives. Rows that come or go
    /// with the save are.
    /// </summary>
    public bool TrustsSaves { get; init; }

    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    /// <summary>What could change the rows; null when nothing can.</summary>
    public Task<string?> DisturbanceAsync(SyntaxNode code, SemanticModel model, CancellationToken cancellationToken) =>
        InAsync(code, model, cancellationToken);

    private async Task<string?> InAsync(SyntaxNode code, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var node in code.DescendantNodesAndSelf())
        {
            if (node is AssignmentExpressionSyntax assignment && QueryApis.ChangesState(assignment, model) && (!trustsUnknown || QueryApis.Forgets(assignment)))
                return "the loop changes the state of a tracked entity";

            if (node is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) || model.GetSymbolInfo(node, cancellationToken).Symbol is not IMethodSymbol method)
                continue;

            if (await OfAsync(method, node, model, cancellationToken).ConfigureAwait(false) is { } disturbance)
                return disturbance;
        }

        return null;
    }

    private async Task<string?> OfAsync(IMethodSymbol called, SyntaxNode call, SemanticModel model, CancellationToken cancellationToken)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;

        if (method.MethodKind == MethodKind.DelegateInvoke)
            return trustsUnknown || IsDeclaredIn(call, model) ? null : "the loop calls a delegate, which may write to the database";

        var fact = Apis(model, cancellationToken).Find(method);

        if (TrustsSaves && QueryApis.IsSave(method))
            return null;

        if (TrustsSaves && QueryApis.ChangesTracking(method) && (method.Name.StartsWith("Add", StringComparison.Ordinal) || method.Name.StartsWith("Remove", StringComparison.Ordinal)))
            return $"'{method.Name}' in the loop adds or removes rows, which are saved there";

        if (fact is { Effect: ApiEffect.Write or ApiEffect.Commit } || QueryApis.ChangesWhatIsTracked(method))
            return $"'{method.Name}' in the loop changes rows or forgets them";

        if (TellsUnsaved && method.Name == "HasChanges" && QueryApis.IsTracking(method.ContainingType))
            return $"'{method.Name}' in the loop tells what is not saved yet";

        if (fact is not null)
            return null;

        if (!method.Locations.Any(location => location.IsInSource))
            return !trustsUnknown && MayRunAnything(method) ? $"'{method.Name}' in the loop may run code that writes to the database" : null;

        if (!_visited.Add(method))
            return null;

        if (_visited.Count > MostBodies)
            return trustsUnknown ? null : "too much code runs in the loop to see that none of it writes to the database";

        var code = await CodeBehind.OfAsync(method, solution, cancellationToken).ConfigureAwait(false);
        if (code.Count == 0 && !trustsUnknown && method.MethodKind != MethodKind.Constructor)
            return $"nothing is known about '{method.Name}', which may write to the database";

        foreach (var (_, body, bodyModel) in code)
        {
            if (await InAsync(body, bodyModel, cancellationToken).ConfigureAwait(false) is { } disturbance)
                return disturbance;
        }

        return null;
    }

    private ApiIndex Apis(SemanticModel model, CancellationToken cancellationToken) => AnalysisSession
        .For(model.Compilation, solution.GetDocument(model.SyntaxTree)!.Project.AnalyzerOptions, cancellationToken).Apis;

    // What a library hands on to code of ours that no reference shows: mediators, buses, unknown data access.
    private static bool MayRunAnything(IMethodSymbol method) => s_handsOn.Any(prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal));

    // A local lambda's body stands in the loop and is read with it.
    private static bool IsDeclaredIn(SyntaxNode call, SemanticModel model) =>
        call is InvocationExpressionSyntax { Expression: IdentifierNameSyntax name } && model.GetSymbolInfo(name).Symbol is ILocalSymbol local
        && local.DeclaringSyntaxReferences is [var reference] && call.FirstAncestorOrSelf<ForEachStatementSyntax>()?.Span.Contains(reference.Span) == true;
}
