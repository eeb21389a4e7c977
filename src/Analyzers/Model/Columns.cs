using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Model;

/// <summary>Which column does an expression of a query name?</summary>
internal sealed class Columns(EntityModel model)
{
    /// <summary>
    /// The column, through reference navigations, what is owned, and the anonymous objects that a query syntax passes on; null for what is none:
    /// a value that is computed, one of a projection.
    /// </summary>
    public Column? Of(IOperation expression)
    {
        switch (OperationShape.Unwrap(expression))
        {
            // o.CouponId.Value
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                return Of(nullable);
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property, Instance: { } instance } reference when RowOf(instance) is { } row:
                return row.NavigationOf(property.Name) is null ? ForeignKey(instance, property) ?? new(row, property.Name, property.Type, reference.Syntax) : null;
            case IInvocationOperation call when QueryCalls.PropertyOf(call) is { } named && RowOf(named.Row) is { } row:
                return new(row, named.Name, call.TargetMethod.ReturnType, call.Syntax);
            default:
                return null;
        }
    }

    /// <summary>The entity of which an expression is a row; null when it is none.</summary>
    public Entity? RowOf(IOperation expression) => OperationShape.Unwrap(expression) switch
    {
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } parameter => model.Find(parameter.Type),
        IPropertyReferenceOperation { Property.ContainingType.IsAnonymousType: true } passedOn => model.Find(passedOn.Type),
        IPropertyReferenceOperation { Instance: { } instance, Property: var property } when RowOf(instance)?.NavigationOf(property.Name) is { IsCollection: false } navigation => model.Find(navigation.Target),
        _ => null,
    };

    // o.Customer.Id is the foreign key of the order, and no join.
    private Column? ForeignKey(IOperation instance, IPropertySymbol property)
    {
        if (OperationShape.Unwrap(instance) is not IPropertyReferenceOperation { Instance: { } outer, Property: var navigation } reference || RowOf(outer) is not { } row ||
            row.NavigationOf(navigation.Name) is not { IsOwned: false } || RowOf(instance) is not { Key: { Length: 1 } key } || key[0] != property.Name)
        {
            return null;
        }

        return row.ForeignKeys.FirstOrDefault(k => k.Navigation == navigation.Name) is { Columns: { Length: 1 } columns } ? new(row, columns[0], property.Type, reference.Syntax) : null;
    }
}
