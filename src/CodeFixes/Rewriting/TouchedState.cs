using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>
/// Which variables, fields and properties a piece of code reads, and which it changes: those that it assigns, and the objects behind those that it
/// fills, like a list that something is added to. Follows calls into the solution's own code.
/// </summary>
internal sealed class TouchedState(Solution solution)
{
    // Beyond this much code behind a call, nobody would review the answer; everything may be touched.
    private const int MostBodies = 100;

    private readonly HashSet<IMethodSymbol> _visited = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, List<IMethodSymbol>> _bodies = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _read = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _changed = new(SymbolEqualityComparer.Default);

    /// <summary>Looks at code. What lies within <paramref name="except"/> is not looked at.</summary>
    public async Task AddAsync(SyntaxNode code, SyntaxNode? except, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var target in Assignments.In(code, model, except))
            _changed.Add(target.OriginalDefinition);

        foreach (var node in code.DescendantNodesAndSelf(n => n != except))
        {
            if (node == except)
                continue;

            if (node is IdentifierNameSyntax && model.GetSymbolInfo(node, cancellationToken).Symbol is { Kind: SymbolKind.Local or SymbolKind.Parameter or SymbolKind.Field or SymbolKind.Property } read)
            {
                _read.Add(read.OriginalDefinition);
                if (read is IPropertySymbol { GetMethod: { } getter })
                    await FollowAsync(getter, cancellationToken).ConfigureAwait(false);
            }
            else if (node is ElementAccessExpressionSyntax { Expression: var filled } element && IsTarget(element))
            {
                Change(filled, model);
            }
            else if (node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax && model.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol called)
            {
                await AddCallAsync(called, node, model, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the other code changes of what this code reads, by its name; null when it is nothing.</summary>
    public string? ChangedBy(TouchedState other) => _visited.Count > MostBodies || other._visited.Count > MostBodies
        ? "much"
        : _read.FirstOrDefault(other._changed.Contains)?.Name;

    /// <summary>Whether the code changes what a variable holds.</summary>
    public bool Changes(ISymbol variable) => _visited.Count > MostBodies || _changed.Contains(variable.OriginalDefinition);

    private async Task AddCallAsync(IMethodSymbol called, SyntaxNode call, SemanticModel model, CancellationToken cancellationToken)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (!method.Locations.Any(l => l.IsInSource))
        {
            // list.Add(answer), text.Append(answer): an object of a library that is told something may be another then. Those made for many callers are not.
            if (!method.IsStatic && ReceiverOf(call) is { } receiver && !SharedState.IsUnchanging(method.ContainingType) && method.Name is not (nameof(ToString) or nameof(Equals) or nameof(GetHashCode)) && !IsConcurrent(method, model, cancellationToken))
                Change(receiver, model);

            return;
        }

        await FollowAsync(method, cancellationToken).ConfigureAwait(false);

        // Fill(list, answer): what the callee changes of its parameter is changed of what it was given.
        var arguments = (call as InvocationExpressionSyntax)?.ArgumentList ?? (call as BaseObjectCreationExpressionSyntax)?.ArgumentList;
        if (called.ReducedFrom is not null && ReceiverOf(call) is { } self && IsChanged(method, 0))
            Change(self, model);

        foreach (var argument in arguments?.Arguments ?? default)
        {
            if (model.GetOperation(argument, cancellationToken) is IArgumentOperation { Parameter: { } parameter } && IsChanged(method, parameter.Ordinal))
                Change(argument.Expression, model);
        }
    }

    private bool IsChanged(IMethodSymbol method, int ordinal) =>
        _bodies.TryGetValue(method, out var members) && members.Exists(m => m.Parameters.Length > ordinal && _changed.Contains(m.Parameters[ordinal].OriginalDefinition));

    private async Task FollowAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (!method.Locations.Any(l => l.IsInSource) || !_visited.Add(method) || _visited.Count > MostBodies)
            return;

        var members = _bodies[method] = [];
        foreach (var (member, body, model) in await CodeBehind.OfAsync(method, solution, cancellationToken).ConfigureAwait(false))
        {
            members.Add(member);
            await AddAsync(body, null, model, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsConcurrent(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken) =>
        AnalysisSession.For(model.Compilation, solution.GetDocument(model.SyntaxTree)!.Project.AnalyzerOptions, cancellationToken).Apis.Find(method)?.IsConcurrent == true;

    private void Change(ExpressionSyntax holder, SemanticModel model)
    {
        if (model.GetSymbolInfo(holder).Symbol is { Kind: SymbolKind.Local or SymbolKind.Parameter or SymbolKind.Field or SymbolKind.Property } symbol)
            _changed.Add(symbol.OriginalDefinition);
    }

    private static ExpressionSyntax? ReceiverOf(SyntaxNode call) => (call as InvocationExpressionSyntax)?.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    };

    private static bool IsTarget(ElementAccessExpressionSyntax element)
    {
        SyntaxNode whole = element;
        while (whole.Parent is MemberAccessExpressionSyntax { Expression: var inner } access && inner == whole)
            whole = access;

        return Assignments.IsTarget((ExpressionSyntax)whole);
    }
}
