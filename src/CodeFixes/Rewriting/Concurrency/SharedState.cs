using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

/// <summary>
/// What code touches that others may be using at the same moment. Allowed is what is its own (locals, what it has made), what does not change, static
/// members of libraries, and what a library says may be called by several at once. Follows calls into the solution's own code.
/// </summary>
/// <param name="solution">Where the code behind calls is.</param>
/// <param name="loop">The loop whose turns would run at the same time; null where it is the statements of one function that would.</param>
internal sealed class SharedState(Solution solution, ElementLoop? loop = null)
{
    // Beyond this much code behind a call, nobody would review the answer; a fix is refused.
    private const int MostBodies = 100;

    private readonly HashSet<ISymbol> _visited = new(SymbolEqualityComparer.Default);

    /// <summary>Why the code must not run several times at once; null when it may.</summary>
    public async Task<string?> InAsync(SyntaxNode code, SyntaxNode scope, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var node in code.DescendantNodesAndSelf())
        {
            var reason = node switch
            {
                AssignmentExpressionSyntax assignment when !assignment.Parent.IsKind(SyntaxKind.ObjectInitializerExpression) => Written(assignment.Left, scope, model),
                PrefixUnaryExpressionSyntax prefix when prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression => Written(prefix.Operand, scope, model),
                PostfixUnaryExpressionSyntax postfix when postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression => Written(postfix.Operand, scope, model),
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword) => Written(argument.Expression, scope, model),
                UnsafeStatementSyntax or RefExpressionSyntax or YieldStatementSyntax => "the code cannot move into a lambda",
                IdentifierNameSyntax name when model.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol property => await OfAsync(property.GetMethod, name, scope, model, cancellationToken).ConfigureAwait(false),
                InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax when model.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol method => await OfAsync(method, node, scope, model, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
            if (reason is not null)
                return reason;
        }

        return null;
    }

    private string? Written(ExpressionSyntax target, SyntaxNode scope, SemanticModel model) => target switch
    {
        DeclarationExpressionSyntax or IdentifierNameSyntax { Identifier.Text: "_" } => null,
        // A variable of its own, whatever it refers to.
        IdentifierNameSyntax name when model.GetSymbolInfo(name).Symbol is { } variable and (ILocalSymbol { RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None }) && ReadScope.IsDeclaredIn(variable, scope) => null,
        // prices[i] = ...: each turn has a place of its own.
        ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array } when scope == loop?.Body && model.GetTypeInfo(array).Type is IArrayTypeSymbol && loop.IsByIndexOnly(array) => null,
        TupleExpressionSyntax tuple => tuple.Arguments.Select(argument => Written(argument.Expression, scope, model)).FirstOrDefault(reason => reason is not null),
        _ => IsOwn(target, scope, model) ? null : $"'{target}' would be changed by several calls at the same time",
    };

    private async Task<string?> OfAsync(IMethodSymbol? called, SyntaxNode call, SyntaxNode scope, SemanticModel model, CancellationToken cancellationToken)
    {
        if ((called?.ReducedFrom ?? called)?.OriginalDefinition is not { } method)
            return null;

        var session = AnalysisSession.For(model.Compilation, solution.GetDocument(model.SyntaxTree)!.Project.AnalyzerOptions, cancellationToken);
        if ((session.Apis.Find(method) ?? (method.AssociatedSymbol is { } member ? session.Apis.Find(member) : null)) is { } fact)
        {
            if (fact.IsConcurrent || fact.Effect is ApiEffect.Limit or ApiEffect.Delay or ApiEffect.CacheLookup or ApiEffect.Worker)
                return null;

            if (fact.IsRoundTrip || fact.Effect is ApiEffect.Source or ApiEffect.CacheStore)
                return $"nothing says that '{method.Name}' may be called by several at the same time";
        }

        if (method.MethodKind is MethodKind.DelegateInvoke)
            return "a delegate is called, which may not be made to run several times at once";

        if (!method.Locations.Any(location => location.IsInSource))
            return IsHarmless(method, call, scope, model) ? null : $"nothing says that '{method.Name}' may be called by several at the same time";

        if (!_visited.Add(method))
            return null;

        if (_visited.Count > MostBodies)
            return "too much code runs in a turn of the loop to see that it may run several times at once";

        return await InBodiesAsync(method, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> InBodiesAsync(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var code = await CodeBehind.OfAsync(method, solution, cancellationToken).ConfigureAwait(false);
        if (code.Count == 0 && method is { MethodKind: not MethodKind.Constructor, AssociatedSymbol: null })
            return $"nothing is known about '{method.Name}', which may not be made to run several times at once";

        foreach (var (_, body, model) in code)
        {
            // A constructor's object is nobody else's yet.
            IEnumerable<SyntaxNode> parts = body is ConstructorDeclarationSyntax constructor ? constructor.DescendantNodes().OfType<InvocationExpressionSyntax>() : [body];
            foreach (var part in parts)
            {
                if (await InAsync(part, body, model, cancellationToken).ConfigureAwait(false) is { } reason)
                    return reason;
            }
        }

        return null;
    }

    // Static members of libraries are made for many callers. Of an object, only what is one's own, or does not change.
    private static bool IsHarmless(IMethodSymbol method, SyntaxNode call, SyntaxNode scope, SemanticModel model)
    {
        if (method.IsStatic || method.MethodKind is MethodKind.Constructor or MethodKind.PropertyGet)
            return true;

        if (call is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } })
            return call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access && IsOwn(access.Expression, scope, model);

        return IsOwn(receiver, scope, model) || method.Name is "ToString" or "Equals" or "GetHashCode" || IsUnchanging(method);
    }

    // What a struct has not promised to leave as it is, it may change where it stands: e.MoveNext().
    private static bool IsUnchanging(IMethodSymbol method) => method.ContainingType is var type && type.IsValueType ? type.IsReadOnly || method.IsReadOnly :
        type.SpecialType == SpecialType.System_String || type.Name is "Uri" or "Task" or "ILogger" || type.ContainingNamespace is { Name: "Concurrent" or "Immutable" };

    // A local of the code itself, what it has just been given by a call, or a part of either.
    private static bool IsOwn(ExpressionSyntax expression, SyntaxNode scope, SemanticModel model) => expression switch
    {
        IdentifierNameSyntax name => model.GetSymbolInfo(name).Symbol is ILocalSymbol local && ReadScope.IsDeclaredIn(local, scope) && (local.Type.IsValueType || IsMadeHere(local, scope, model)),
        MemberAccessExpressionSyntax member => IsOwn(member.Expression, scope, model),
        ElementAccessExpressionSyntax element => IsOwn(element.Expression, scope, model),
        ParenthesizedExpressionSyntax inner => IsOwn(inner.Expression, scope, model),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => IsOwn(suppressed.Operand, scope, model),
        AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or LiteralExpressionSyntax or InterpolatedStringExpressionSyntax => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } } => true,
        _ => false,
    };

    // var x = new ...; var x = await ...: not another name for what others hold.
    private static bool IsMadeHere(ILocalSymbol local, SyntaxNode scope, SemanticModel model) => local.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => (value is not IdentifierNameSyntax && IsOwn(value, scope, model)) || IsFactory(value, model),
        _ => false,
    };

    // What a library's static method returns was made by it: JsonContent.Create(order).
    private static bool IsFactory(ExpressionSyntax value, SemanticModel model) =>
        value is InvocationExpressionSyntax && model.GetSymbolInfo(value).Symbol is IMethodSymbol { IsStatic: true } method && !method.Locations.Any(location => location.IsInSource);
}
