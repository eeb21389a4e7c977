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
    /// <summary>What a call is known for by its name, and by that of what it is called on, what it is known to query, and whether names alone say that it is a query; null when they say nothing.</summary>
    public (string Name, ApiFact Fact, QueryOrigin Origin, bool IsConvention)? Of(IOperation operation, InvocationExpressionSyntax invocation, CancellationToken cancellationToken)
    {
        if (operation.SemanticModel is not { } model || invocation.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var receiver })
            return null;

        var type = model.GetTypeInfo(receiver, cancellationToken).Type;
        var isUnknown = type is null or { TypeKind: TypeKind.Error };
        var isAwaited = operation.Parent is IAwaitOperation;

        // What is awaited of something unknown by the name of a query's operator is one; what is not may be anything.
        if (ApisByName.Materializes(name) is { } fact && origins.OfUnbound(operation, cancellationToken) is var origin &&
            (isUnknown && name.EndsWith("Async", StringComparison.Ordinal) ? isAwaited && !apis.ByName.AreOff : origin.Kind is not (QueryOriginKind.None or QueryOriginKind.Sequence)))
        {
            return origin.Kind is QueryOriginKind.None or QueryOriginKind.Sequence ? (name, fact, QueryOrigin.Unknown, true) : (name, fact, origin, false);
        }

        if (apis.ByName.AreOff)
            return null;

        if (!isUnknown && apis.FindExtensionByName(type!, name) is { } extension)
            return (name, extension, QueryOrigin.Unknown, true);

        if (UnboundNames.Of(type, receiver).Select(n => apis.ByName.Find(n, name, isAwaited)).FirstOrDefault(f => f is not null) is { } named)
            return (name, named, QueryOrigin.Unknown, true);

        if (!isUnknown)
            return null;

        // db.Set<Order>().Find(id), session.CreateQuery(text).UniqueResult<Order>()
        return apis.ByName.FindOfQuerySource(name) is { } ofQuery && origins.OfUnbound(operation, cancellationToken).Kind is QueryOriginKind.Unknown or QueryOriginKind.Query ? (name, ofQuery, QueryOrigin.Unknown, true)
            : UnboundNames.Roots(receiver, model, cancellationToken).Select(n => apis.ByName.FindBeside(n, name)).FirstOrDefault(f => f is not null) is { } beside ? (name, beside, QueryOrigin.Unknown, true)
            : null;
    }
}
