using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>Could an <c>await</c> stand where an operation stands?</summary>
/// <param name="Kind">The answer.</param>
/// <param name="Function">The lambda, local function or member that the operation runs in; null for an initial value.</param>
/// <param name="Because">Why not, as a clause; empty where it could.</param>
internal readonly record struct AwaitPlace(AwaitPlaceKind Kind, IMethodSymbol? Function, string Because)
{
    /// <summary>Whether it could, at most after the function has been made async, which no caller notices.</summary>
    public bool CanAwait => Kind is AwaitPlaceKind.Async or AwaitPlaceKind.TaskReturning;

    /// <summary>
    /// The answer for an operation of <paramref name="member"/>. What is <paramref name="isTranslatable"/> is translated with the lambda that it
    /// stands in; anything else is run first, when it does not depend on the row.
    /// </summary>
    public static AwaitPlace Of(IOperation operation, ISymbol member, ApiIndex apis, bool isTranslatable = false)
    {
        var because = IsUnsafe(operation.Syntax) ? "unsafe code cannot await" : "";
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILockOperation { Body: var body } when body == child:
                    because = "a lock is held, and what is locked cannot await";
                    break;
                case ICatchClauseOperation { Filter: { } filter } when filter == child:
                    because = "an exception filter cannot await";
                    break;
                case IAnonymousFunctionOperation { Symbol: var lambda } function when IsTranslated(function, apis):
                    if (isTranslatable || operation.DescendantsAndSelf().Any(o => o is IParameterReferenceOperation { Parameter: var row } && SymbolEqualityComparer.Default.Equals(row.ContainingSymbol, lambda)))
                        return new(AwaitPlaceKind.Translated, lambda, "it is translated, not run");

                    break;
                // o => o.Lines.Any(l => ids.Contains(l.Id)): the lambda in the lambda is translated with it.
                case IAnonymousFunctionOperation { Symbol: var lambda } function when IsPartOfTranslated(function, apis):
                    return new(AwaitPlaceKind.Translated, lambda, "it is translated, not run");
                case IAnonymousFunctionOperation { Symbol: var lambda } function:
                    return IsClause(function)
                        ? new(AwaitPlaceKind.Synchronous, lambda, "a clause of a query cannot await")
                        : Of(lambda, because, "the lambda is synchronous");
                case ILocalFunctionOperation { Symbol: var local }:
                    return Of(local, because, $"'{local.Name}' is synchronous");
            }
        }

        return member is IMethodSymbol method
            ? Of(method, because, Reason(method))
            : new(AwaitPlaceKind.Synchronous, null, "an initial value cannot await");
    }

    private static AwaitPlace Of(IMethodSymbol function, string because, string otherwise) =>
        because.Length > 0 ? new(AwaitPlaceKind.Synchronous, function, because)
        : function.IsAsync ? new(AwaitPlaceKind.Async, function, "")
        : TaskTypes.IsTask(function.ReturnType) && function.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction or MethodKind.ExplicitInterfaceImplementation &&
            function.Parameters.All(p => p.RefKind is RefKind.None && !p.Type.IsRefLikeType)
            ? new(AwaitPlaceKind.TaskReturning, function, "")
            : new(AwaitPlaceKind.Synchronous, function, otherwise);

    private static string Reason(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor or MethodKind.StaticConstructor => "a constructor cannot await",
        MethodKind.PropertyGet or MethodKind.PropertySet => "a property cannot await",
        MethodKind.UserDefinedOperator or MethodKind.Conversion => "an operator cannot await",
        _ => $"'{method.Name}' is synchronous",
    };

    // db.Orders.Where(o => ...): what becomes SQL blocks nobody here.
    private static bool IsTranslated(IAnonymousFunctionOperation function, ApiIndex apis)
    {
        var outer = function.Parent;
        while (outer is IConversionOperation or IDelegateCreationOperation)
        {
            if (outer.Type is { Name: "Expression", ContainingNamespace: { Name: "Expressions", ContainingNamespace.Name: "Linq" } })
                return true;

            outer = outer.Parent;
        }

        // Code that does not compile yet: what is asked of a query becomes a part of it.
        return outer is IInvalidOperation { Syntax: InvocationExpressionSyntax } call && call.ChildOperations.Any(o => apis.IsQueryable(o.Type));
    }

    private static bool IsPartOfTranslated(IAnonymousFunctionOperation function, ApiIndex apis)
    {
        for (var outer = function.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation around && IsTranslated(around, apis))
                return true;
        }

        return false;
    }

    private static bool IsClause(IAnonymousFunctionOperation function) => function.Syntax is not AnonymousFunctionExpressionSyntax;

    private static bool IsUnsafe(SyntaxNode syntax)
    {
        for (var node = syntax; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is UnsafeStatementSyntax or FixedStatementSyntax)
                return true;
        }

        return syntax.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>()?.Modifiers.Any(SyntaxKind.UnsafeKeyword) == true;
    }
}
