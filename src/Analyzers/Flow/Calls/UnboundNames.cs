using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>The names of types that a member may be of which does not bind.</summary>
internal static class UnboundNames
{
    /// <summary>Calls and variables of one chain.</summary>
    private const int MaxSteps = 30;

    /// <summary>
    /// The type that is missing, or the types that one of the program derives from where one of them is missing; and of a member that a missing type would have, its own name:
    /// <c>PermissionRepository</c>, <c>_orderRepository</c>.
    /// </summary>
    public static IEnumerable<string> Of(ITypeSymbol? type, ExpressionSyntax receiver) => type switch
    {
        IErrorTypeSymbol { Name: { Length: > 0 } name } => [name],
        null or IErrorTypeSymbol => NameInCode.In(receiver)?.Identifier.ValueText.TrimStart('_') is { Length: > 0 } name ? [char.ToUpperInvariant(name[0]) + name.Substring(1)] : [],
        _ => OfBases(type),
    };

    /// <summary>The types that a type derives from, where one of them is missing.</summary>
    public static IEnumerable<string> OfBases(ITypeSymbol type) => ApiLines.TypesOf(type).Any(t => t.TypeKind is TypeKind.Error) ? ApiLines.TypesOf(type).Select(t => t.Name) : [];

    /// <summary>What a chain of calls that do not bind begins with: the types by which its library is known, through the variables that hold parts of it.</summary>
    public static IEnumerable<string> Roots(ExpressionSyntax chain, SemanticModel model, CancellationToken cancellationToken)
    {
        for (var (current, steps) = ((ExpressionSyntax?)chain, 0); current is not null && steps < MaxSteps; steps++)
        {
            switch (model.GetTypeInfo(current, cancellationToken).Type)
            {
                case IErrorTypeSymbol { Name: { Length: > 0 } name }:
                    return [name];
                case { TypeKind: not TypeKind.Error } known:
                    return OfBases(known);
            }

            current = current switch
            {
                InvocationExpressionSyntax call => call.Expression,
                MemberAccessExpressionSyntax access => access.Expression,
                ParenthesizedExpressionSyntax inner => inner.Expression,
                AwaitExpressionSyntax awaited => awaited.Expression,
                ObjectCreationExpressionSyntax { Type: SimpleNameSyntax created } => created,
                IdentifierNameSyntax variable when model.GetSymbolInfo(variable, cancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared } =>
                    (declared[0].GetSyntax(cancellationToken) as VariableDeclaratorSyntax)?.Initializer?.Value,
                _ => null,
            };
        }

        return [];
    }
}
