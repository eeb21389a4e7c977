using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Model;

/// <summary>How far does the condition of a query narrow the rows that the database has to read?</summary>
internal sealed class Conditions(Columns columns, ApiIndex apis)
{
    /// <summary>Looks at a condition. What is not understood may narrow it, so that nothing is said about the query.</summary>
    public Narrowing Of(IOperation condition)
    {
        switch (OperationShape.Unwrap(condition))
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                return Of(and.LeftOperand).And(Of(and.RightOperand));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                return Of(or.LeftOperand).Or(Of(or.RightOperand));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals:
                return Compared(equals.LeftOperand, equals.RightOperand, isEquality: true);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } bound:
                return Compared(bound.LeftOperand, bound.RightOperand, isEquality: false);
            case IInvocationOperation call:
                return OfCall(call);
            case var other:
                // Flags and everything negated leave most of the rows.
                return AsksElsewhere(other) ? Narrowing.Unknown : Flag(other);
        }
    }

    /// <summary>What a comparison of a column with a value that does not depend on the row does.</summary>
    private Narrowing Compared(IOperation left, IOperation right, bool isEquality)
    {
        if (AsksElsewhere(left) || AsksElsewhere(right))
            return Narrowing.Unknown;

        var (column, value) = columns.Of(left) is { } named ? (named, right) : (columns.Of(right), left);
        if (column is null)
            return DependsOnRow(left) || DependsOnRow(right) ? NotUnderstood(left, right) : Narrowing.Nothing;

        // A column with another one of the same row is tested for each; one of another table is a join.
        if (DependsOnRow(value))
            return columns.Of(value)?.Entity == column.Entity ? Narrowing.Nothing : Narrowing.Unknown;

        return value.ConstantValue is { HasValue: true, Value: null } ? Narrowing.Nothing : Narrowing.On(column, isEquality);
    }

    private Narrowing OfCall(IInvocationOperation call)
    {
        var operands = call.Arguments.Select(a => a.Value).ToList();
        if (call.Instance is { } instance)
            operands.Insert(0, instance);

        if (operands.Exists(AsksElsewhere) || apis.IsQueryable(operands.FirstOrDefault()?.Type))
            return Narrowing.Unknown;

        if (operands.Count < 2)
            return Narrowing.Nothing;

        return call.TargetMethod.Name switch
        {
            nameof(Equals) when operands.Count == 2 => Compared(operands[0], operands[1], isEquality: true),
            // keys.Contains(o.CustomerId), and not o.Name.Contains("x")
            "Contains" when columns.Of(operands[1]) is { } column && !DependsOnRow(operands[0]) => Narrowing.On(column, isEquality: true),
            // An index serves a prefix only with the collation for it.
            "StartsWith" when columns.Of(operands[0]) is { IsIndexed: true } => Narrowing.Indexed,
            _ => Narrowing.Nothing,
        };
    }

    private Narrowing Flag(IOperation operation) => columns.Of(operation) is { IsIndexed: true } ? Narrowing.Indexed : Narrowing.Nothing;

    // o.PlacedAt.Date == day is tested for each row; x.Total == 3 of a projection or of a group is whatever was selected.
    private Narrowing NotUnderstood(IOperation left, IOperation right) =>
        new[] { left, right }.SelectMany(o => o.DescendantsAndSelf()).OfType<IPropertyReferenceOperation>().Any(p => columns.Of(p) is not null) ? Narrowing.Nothing : Narrowing.Unknown;

    // A collection of the row, or another query: it may be what narrows.
    private bool AsksElsewhere(IOperation operation) => operation.DescendantsAndSelf().Any(o =>
        o is IPropertyReferenceOperation { Instance: { } instance } property && columns.RowOf(instance)?.NavigationOf(property.Property.Name) is { IsCollection: true } ||
        (o is IPropertyReferenceOperation or IInvocationOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation && apis.IsQueryable(o.Type)));

    // Whether something in it is a parameter of a lambda that becomes part of a query: this row, or one of a query around it.
    private static bool DependsOnRow(IOperation operation) => operation.DescendantsAndSelf().Any(o =>
        o is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda } } && IsPartOfQuery(o, lambda));

    private static bool IsPartOfQuery(IOperation inside, IMethodSymbol lambda)
    {
        for (var current = inside; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, lambda))
                return current.Parent is not IDelegateCreationOperation;
        }

        return false;
    }
}
