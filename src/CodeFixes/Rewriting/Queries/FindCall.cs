using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>A row that is looked up by its key: <c>db.Orders.Find(id)</c>, <c>db.FindAsync&lt;Order>([id], ct)</c>.</summary>
/// <param name="Receiver">The set, or the context itself.</param>
/// <param name="IsOnContext">Whether it is the context.</param>
/// <param name="Entity">What is looked up.</param>
/// <param name="Key">Its key, which is one value.</param>
/// <param name="Token">The cancellation token; null when none is given.</param>
internal sealed record FindCall(ExpressionSyntax Receiver, bool IsOnContext, INamedTypeSymbol Entity, ExpressionSyntax Key, ExpressionSyntax? Token)
{
    public static Planned<FindCall> Of(IInvocationOperation operation, SemanticModel model)
    {
        if (operation.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver }, ArgumentList: var list } || QueryApis.KindOf(operation.TargetMethod) is not ReadKind.Find)
            return new Refused("the call looks up no row by its key");

        var isOnContext = QueryApis.IsContext(operation.TargetMethod.ContainingType);
        if ((isOnContext ? operation.TargetMethod.TypeArguments.FirstOrDefault() as INamedTypeSymbol : QueryApis.EntityOf(receiver, model)) is not { } entity)
            return new Refused("the query does not start at a set of the context");

        var keys = operation.Arguments.Select(argument => argument.Value).FirstOrDefault(value => value.Type is IArrayTypeSymbol);
        var elements = Unconverted(keys) switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            ICollectionExpressionOperation collection => collection.Elements,
            _ => [],
        };

        return elements.Length == 1 && Unconverted(elements[0]) is { Syntax: ExpressionSyntax key }
            ? new FindCall(receiver, isOnContext, entity, key, TokenIn(list, model))
            : new Refused("the key is not one value");
    }

    /// <summary>The cancellation token among a call's arguments; null when none is given.</summary>
    public static ExpressionSyntax? TokenIn(ArgumentListSyntax arguments, SemanticModel model) =>
        arguments.Arguments.Select(argument => argument.Expression).FirstOrDefault(argument => model.GetTypeInfo(argument).ConvertedType is { Name: "CancellationToken" });

    /// <summary>The set in which the row is looked up, as it is written at the call.</summary>
    public string SetIn(SemanticModel model) => IsOnContext ? $"{Receiver}.Set<{Nullability.TextOf(Entity, model, Receiver.SpanStart)}>()" : Receiver.ToString();

    private static IOperation? Unconverted(IOperation? operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion)
            operation = conversion.Operand;

        return operation;
    }
}
