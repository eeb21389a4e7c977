using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>What does one operation have a use for of the rows that it works on? Only what the database can evaluate counts.</summary>
internal sealed class RowReductions(ApiIndex apis, Translation translation)
{
    /// <summary>Columns of a row that are few, and columns that a row must have beside them for it to matter.</summary>
    private const int FewColumns = 3;

    /// <summary>Rows that were loaded for an operation which needs less of them, or null.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="load">What was loaded, when a sequence is rows and nobody else has a use for them.</param>
    public UnusedRows? Of(IOperation operation, Func<IOperation, LoadedRows?> load)
    {
        if (GroupsOf(operation) is var (grouped, key))
        {
            return load(grouped) is { IsPaged: false, IsByKey: false, IsReshaped: false } all
                ? new(operation, ApiRows.Value, all) { Name = NameOf(operation), IsGrouped = true, InOtherWords = key is ApiTranslation.InOtherWords }
                : null;
        }

        if (Reduction(operation) is not var (receiver, use) || load(receiver) is not { IsPaged: false, IsByKey: false } rows)
            return null;

        var found = new UnusedRows(operation, use, rows) { Name = NameOf(operation) };
        var arguments = ArgumentsOf(operation, receiver);
        var lambdas = arguments.Select(Translation.LambdaOf).OfType<IAnonymousFunctionOperation>().ToImmutableArray();
        if (use is ApiRows.Columns)
            return lambdas.Length == 1 && !IsReduced(operation) ? Narrow(found, Translation.ColumnsOf(lambdas[0])) : null;

        // What a projection or raw SQL makes of the rows is not what the predicate would see in a query.
        if (rows.IsReshaped && !rows.IsLikely && arguments.Length > 0)
            return null;

        // Find(Func<Order, bool> test) => db.Orders.Where(test): the delegate is why it is not the query's operator.
        if (arguments.Length == 1 && VariableOf(Unwrap(arguments[0])) is { } variable && (variable is ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } }) &&
            TypeOf(variable)?.TypeKind is TypeKind.Delegate)
        {
            return apis.IsQueryable(rows.Read.Type) && rows.Local is null ? found with { Delegate = variable } : null;
        }

        // ids.Contains(id): of rows themselves, only memory knows which one it is.
        if (operation is IInvocationOperation { TargetMethod.Name: LoopGuards.Membership })
            return arguments.Length == 1 && SpreadFilters.IsValue(Unwrap(arguments[0]).Type) ? found with { AreLookedThrough = true } : null;

        if (lambdas.Length + arguments.Count(IsNumber) < arguments.Length)
            return null;

        if (lambdas.Any(l => l.Symbol.Parameters is not { IsEmpty: false } given || IsTree(given[0].Type)))
            return null;

        if (lambdas.Length == 1 && operation is IInvocationOperation { TargetMethod.Name: nameof(Enumerable.Where) or nameof(Enumerable.Single) or nameof(Enumerable.SingleOrDefault) } && IsSaidBefore(rows.Read, lambdas[0]))
            return null;

        var translated = lambdas.Select(translation.Of).DefaultIfEmpty(ApiTranslation.AsWritten).Min();
        return translated is not ApiTranslation.No ? found with { InOtherWords = translated is ApiTranslation.InOtherWords, AreEmpty = use is ApiRows.Some && lambdas.Length == 1 && Translation.ResultOf(lambdas[0]) is { } test && IsAboutText(test) }
            : use is ApiRows.Value && lambdas.Length == 1 ? Narrow(found, Translation.ColumnsOf(lambdas[0]))
            : null;
    }

    // (await db.Grants.Where(g => g.Key == key).ToArrayAsync()).SingleOrDefault(g => g.Key == key): the database compares texts by its collation, and the program makes sure.
    private static bool IsSaidBefore(IOperation read, IAnonymousFunctionOperation test)
    {
        for (var call = Unwrap(read) as IInvocationOperation; call is not null; call = ReceiverOf(call) is { } receiver ? Unwrap(receiver) as IInvocationOperation : null)
        {
            if (call.TargetMethod.Name == nameof(Enumerable.Where) && call.Arguments.Length > 0 && Translation.LambdaOf(call.Arguments[call.Arguments.Length - 1].Value) is { } filter && Words(filter).SequenceEqual(Words(test), StringComparer.Ordinal))
                return true;
        }

        return false;
    }

    // What a function of one row is written as, whatever the row is called.
    private static IEnumerable<string> Words(IAnonymousFunctionOperation function) => function.Syntax is LambdaExpressionSyntax { Body: var body } && function.Symbol.Parameters.Length == 1
        ? body.DescendantTokens().Select(t => t.ValueText == function.Symbol.Parameters[0].Name ? "row" : t.ValueText)
        : [function.Syntax.ToString()];

    // orders.GroupBy(o => o.Region).Select(g => new { g.Key, Count = g.Count() }): nothing of the rows themselves is left.
    private (IOperation Rows, ApiTranslation Key)? GroupsOf(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "GroupBy" } call && !apis.IsQueryable(call.Type) && ReceiverOf(call) is { } rows && ArgumentsOf(call, rows) is { IsEmpty: false } given &&
        Translation.LambdaOf(given[0]) is { } key && translation.Of(key) is not ApiTranslation.No and var translated && (given.Length == 1 ? AreGroupsReduced(call) : given.Length == 2 && IsResultOfGroup(given[1]))
            ? (rows, translated)
            : null;

    // GroupBy(o => o.Region, (region, orders) => new { region, Count = orders.Count() })
    private bool IsResultOfGroup(IOperation given) => Translation.LambdaOf(given) is { Symbol.Parameters: { Length: 2 } parameters } result &&
        result.Body.Descendants().OfType<IParameterReferenceOperation>().Where(p => SymbolEqualityComparer.Default.Equals(p.Parameter, parameters[1])).All(IsKeyOrValue);

    // ... .Where(g => g.Count() > 1).OrderByDescending(g => g.Count()).Take(3).Select(g => g.Key)
    private bool AreGroupsReduced(IInvocationOperation groups)
    {
        if (groups.Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } group } || group[0].Name != "IGrouping")
            return false;

        IOperation current = groups;
        while (true)
        {
            while (current.Parent is IConversionOperation conversion)
                current = conversion;

            if (CallOn(current) is not { } next || !ArgumentsOf(next, current).All(a => IsNumber(a) || (Translation.LambdaOf(a) is { } of && IsOfEach(of, IsKeyOrValue))))
                return false;

            if (apis.Find(next.TargetMethod, next.Instance?.Type) is not { Rows: ApiRows.All or ApiRows.Some or ApiRows.Page })
                return next.Arguments.Length > 1;

            current = next;
        }
    }

    private bool IsKeyOrValue(IParameterReferenceOperation group)
    {
        var use = group.Parent is IConversionOperation { IsImplicit: true } conversion ? conversion.Parent : group.Parent;
        return use is IPropertyReferenceOperation { Property.Name: "Key" } ||
            (use is IArgumentOperation { Parent: IInvocationOperation call } && Reduction(call) is (_, ApiRows.Value) && call.Arguments.Skip(1).All(a => Translation.LambdaOf(a.Value) is { } value && translation.Of(value) is ApiTranslation.AsWritten));
    }

    /// <summary>Whether a test asks for nothing but whether there is any text: <c>string.IsNullOrEmpty(job.Options)</c>, <c>o.Comment != null</c>.</summary>
    public static bool IsAboutText(IOperation test) => Unwrap(test) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsAboutText(not.Operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => IsAboutText(both.LeftOperand) && IsAboutText(both.RightOperand),
        IInvocationOperation { TargetMethod: { Name: nameof(string.IsNullOrEmpty) or nameof(string.IsNullOrWhiteSpace), ContainingType.SpecialType: SpecialType.System_String } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
            (IsNull(comparison.RightOperand) && IsText(comparison.LeftOperand)) || (IsNull(comparison.LeftOperand) && IsText(comparison.RightOperand)),
        IIsPatternOperation { Value: var value, Pattern: var pattern } => IsText(value) && (pattern is INegatedPatternOperation { Pattern: var negated } ? negated : pattern) is IConstantPatternOperation { Value: var constant } && IsNull(constant),
        _ => false,
    };

    private static bool IsText(IOperation value) => Unwrap(value).Type is { SpecialType: SpecialType.System_String };

    /// <summary>Whether rows hold each other: they come together, and whoever loads all of them and keeps the roots wants the tree.</summary>
    public static bool IsTree(ITypeSymbol row) => row.GetMembers().OfType<IPropertySymbol>().Any(p =>
        p.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } element } && SymbolEqualityComparer.Default.Equals(element[0], row));

    /// <summary>The same where all that is used of each row are these columns; null where they are too many, or nearly all that there are.</summary>
    public static UnusedRows? Narrow(UnusedRows found, ImmutableArray<IPropertySymbol> columns) =>
        columns.Length is > 0 and <= FewColumns && !found.Rows.IsNarrowed && (!found.Rows.IsReshaped || found.Rows.IsLikely) && columns[0].ContainingType is { IsAnonymousType: false } row &&
        ColumnCount(row) >= columns.Length + FewColumns
            ? found with { Use = ApiRows.Columns, Columns = [.. columns.Select(c => c.Name).OrderBy(n => n, StringComparer.Ordinal)] }
            : null;

    private static int ColumnCount(INamedTypeSymbol row)
    {
        var count = 0;
        for (var type = row; type is not null; type = type.BaseType)
            count += type.GetMembers().OfType<IPropertySymbol>().Count(Translation.IsStored);

        return count;
    }

    // Select(o => o.Price).Max(): the value is the finding.
    private bool IsReduced(IOperation select) => ConsumerOf(select) is { } next && Reduction(next) is (_, ApiRows.Value);

    /// <summary>The first operation that does more with a sequence than hand it on whole; null when it goes elsewhere.</summary>
    public IOperation? ConsumerOf(IOperation sequence)
    {
        var whole = WholeOf(sequence);
        return whole.Parent is IPropertyReferenceOperation or IArrayElementReferenceOperation ? whole.Parent : CallOn(whole);
    }

    /// <summary>The sequence itself, or a copy or another order of it.</summary>
    public IOperation WholeOf(IOperation sequence)
    {
        var current = sequence;
        while (true)
        {
            if (current.Parent is IConversionOperation conversion)
                current = conversion;
            else if (CallOn(current) is { } call && apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.All })
                current = call;
            else
                return current;
        }
    }

    private static IInvocationOperation? CallOn(IOperation sequence) =>
        (sequence.Parent as IInvocationOperation ?? (sequence.Parent as IArgumentOperation)?.Parent as IInvocationOperation) is { } call && ReceiverOf(call) == sequence ? call : null;

    /// <summary>The sequence that an operation reduces, and to what; null where it does something else, or is a part of a query.</summary>
    public (IOperation Receiver, ApiRows Use)? Reduction(IOperation operation)
    {
        if (IndexedFirst(operation) is { } rows)
            return (rows, ApiRows.One);

        var (receiver, fact) = operation switch
        {
            IInvocationOperation call => (ReceiverOf(call), apis.Find(call.TargetMethod, call.Instance?.Type)),
            IPropertyReferenceOperation { Instance: { } instance, Parent: not IAssignmentOperation } property => (instance, apis.Find(property.Property)),
            _ => (null, null),
        };

        // On a query, the operator is a part of it.
        return receiver is not null && fact is { Rows: not (ApiRows.Unstated or ApiRows.All or ApiRows.Deleted or ApiRows.Updated) } && !(operation is IInvocationOperation { Instance: null, TargetMethod.Parameters: { IsEmpty: false } parameters } && apis.IsQueryable(parameters[0].Type))
            ? (receiver, fact.Rows)
            : null;
    }

    /// <summary>Whether an operation takes the first of what it is called on, whichever that is: <c>orders.First()</c>, <c>orders[0]</c>.</summary>
    public static bool IsFirst(IOperation operation) => IndexedFirst(operation) is not null ||
        operation is IInvocationOperation { TargetMethod.Name: nameof(Enumerable.First) or nameof(Enumerable.FirstOrDefault), Arguments.Length: <= 1 };

    /// <summary>Whether it only asks whether there is any: <c>orders.Any()</c>, <c>orders.Count == 0</c>.</summary>
    public static bool IsWhetherAny(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: nameof(Enumerable.Any), Arguments.Length: <= 1 } => true,
        { Parent: IBinaryOperation comparison } when NameOf(operation) is nameof(Enumerable.Count) or "Length" =>
            (comparison.LeftOperand == operation ? comparison.RightOperand : comparison.LeftOperand).ConstantValue is { HasValue: true, Value: int number } && comparison.OperatorKind switch
            {
                BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThanOrEqual => number == 0,
                BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan => number == 1,
                _ => false,
            },
        _ => false,
    };

    private static IOperation? IndexedFirst(IOperation operation) => operation switch
    {
        { Parent: IAssignmentOperation assignment } when assignment.Target == operation => null,
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices, ArrayReference: var array } when IsZero(indices[0]) => array,
        IPropertyReferenceOperation { Property: { IsIndexer: true, Type: var element }, Arguments: { Length: 1 } at, Instance: { Type: { } type } list } when IsZero(at[0].Value) &&
            SymbolEqualityComparer.Default.Equals(EntityConventions.ElementOf(type), element) => list,
        _ => null,
    };

    private static bool IsZero(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 };

    /// <summary>Whether rows are only asked whether they are there: <c>orders == null</c>, <c>orders is null</c>.</summary>
    public static bool IsNullTest(IOperation rows) => Outermost(rows).Parent is IIsPatternOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals };

    /// <summary>What an operator is given beside the sequence.</summary>
    public static ImmutableArray<IOperation> ArgumentsOf(IOperation operation, IOperation receiver) => operation is IInvocationOperation call
        ? [.. call.Arguments.Where(a => a.Value != receiver && a.Parameter?.Type.Name != nameof(CancellationToken)).Select(a => a.Value)]
        : [];

    private static bool IsNumber(IOperation value) => value.Type is { SpecialType: SpecialType.System_Int32 } or { Name: "Index" or "Range" };

    /// <summary>What an operation is called.</summary>
    public static string NameOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IPropertyReferenceOperation { Property.IsIndexer: true } or IArrayElementReferenceOperation => "[0]",
        IPropertyReferenceOperation property => property.Property.Name,
        _ => "",
    };
}
