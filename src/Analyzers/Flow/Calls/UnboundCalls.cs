using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// What do calls do that do not bind, in code that does not compile yet or whose libraries are missing? What does bind says what is meant, and names say the rest: likely, never proven.
/// </summary>
internal sealed class UnboundCalls(ApiIndex apis, QueryOrigins origins)
{
    /// <summary>What a call is known for by its name, and by that of what it is called on, and what it is known to query; null when they say nothing.</summary>
    public (string Name, ApiFact Fact, QueryOrigin Origin)? Of(IOperation operation, InvocationExpressionSyntax invocation, CancellationToken cancellationToken)
    {
        if (operation.SemanticModel is not { } model || invocation.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var receiver })
            return null;

        var type = model.GetTypeInfo(receiver, cancellationToken).Type;
        var isUnknown = type is null or { TypeKind: TypeKind.Error };
        var isAwaited = operation.Parent is IAwaitOperation;

        // What is awaited of something unknown by the name of a query's operator is one; what is not may be anything.
        if (ApiIndex.MaterializesByName(name) is { } fact && origins.OfUnbound(operation, cancellationToken) is var origin &&
            (isUnknown && name.EndsWith("Async", StringComparison.Ordinal) ? isAwaited && apis.GoesByNames : origin.Kind is not (QueryOriginKind.None or QueryOriginKind.Sequence)))
        {
            return (name, fact, origin.Kind is QueryOriginKind.None or QueryOriginKind.Sequence ? QueryOrigin.Unknown : origin);
        }

        if (!apis.GoesByNames)
            return null;

        if (!isUnknown && apis.FindExtensionByName(type!, name) is { } extension)
            return (name, extension, QueryOrigin.Unknown);

        return NamesOf(type, receiver).Select(n => apis.FindByName(n, name, isAwaited)).FirstOrDefault(f => f is not null) is { } named ? (name, named, QueryOrigin.Unknown) : null;
    }

    // The type that is missing, or the type of the program that derives from one; and of a member that a missing type would have, its own name: PermissionRepository, _orderRepository.
    private static IEnumerable<string> NamesOf(ITypeSymbol? type, ExpressionSyntax receiver) => type switch
    {
        IErrorTypeSymbol { Name: { Length: > 0 } name } => [name],
        null or IErrorTypeSymbol => NameInCode.In(receiver)?.Identifier.ValueText.TrimStart('_') is { Length: > 0 } name ? [char.ToUpperInvariant(name[0]) + name.Substring(1)] : [],
        _ when ApiLines.TypesOf(type).Any(t => t.TypeKind is TypeKind.Error) => ApiLines.TypesOf(type).Select(t => t.Name),
        _ => [],
    };
}
