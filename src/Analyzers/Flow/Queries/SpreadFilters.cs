using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Which rows are loaded whole and left out later, by no operator of theirs alone: by a loop that skips them, or by filters of which each has its condition?
/// </summary>
internal sealed class SpreadFilters(ApiIndex apis, Translation translation)
{
    /// <summary>Rows of which a loop skips some: <c>foreach (var order in orders) { if (order.AccountId != id) continue; ... }</c>.</summary>
    public UnusedRows? Of(IForEachLoopOperation loop, Func<IOperation, LoadedRows?> load)
    {
        if (loop.Locals.Length != 1 || RowReductions.IsTree(loop.Locals[0].Type) || TestOf(loop) is not var (test, joining))
            return null;

        var found = Operands(test, joining).Select(o => (Operand: o, Translated: IsOfRow(o, loop) && IsSteady(o, loop) ? translation.Of(o, loop) : ApiTranslation.No)).FirstOrDefault(o => o.Translated is not ApiTranslation.No);
        return found.Operand is { } condition && load(loop.Collection) is { IsPaged: false, IsByKey: false, IsReshaped: false } rows
            ? new(condition, ApiRows.Some, rows) { Name = NamedLeads.Loop, IsSpread = true, InOtherWords = found.Translated is ApiTranslation.InOtherWords, AreEmpty = RowReductions.IsAboutText(condition) }
            : null;
    }

    /// <summary>
    /// Rows that a variable holds, of which its next values are some: <c>var orders = repository.All(); if (id != null) orders = orders.Where(o => o.AccountId == id).ToList();</c>.
    /// </summary>
    public UnusedRows? Of(IVariableDeclaratorOperation declarator, Func<IOperation, LoadedRows?> load)
    {
        if (declarator.Initializer?.Value is not { } loaded || apis.IsQueryable(declarator.Symbol.Type) || LocalUses.Of(declarator, declarator.Symbol) is not { IsEmpty: false } uses ||
            LocalDefinitions.Of(uses[0]) is not { Length: > 1 } values || values[0] != loaded)
        {
            return null;
        }

        return Of(declarator.Symbol, uses[0], values.RemoveAt(0), () => load(loaded));
    }

    /// <summary>The same of rows that a member is given: <c>if (id != null) orders = orders.Where(o => o.AccountId == id);</c>.</summary>
    public UnusedRows? Of(IParameterSymbol parameter, IOperation firstUse, IOperation body, Func<IOperation, LoadedRows?> load) => Of(
        parameter, firstUse,
        [.. body.DescendantsAndSelf().OfType<IAssignmentOperation>().Where(a => SymbolEqualityComparer.Default.Equals(VariableOf(a.Target), parameter)).Select(a => a.Value)],
        () => load(firstUse));

    private UnusedRows? Of(ISymbol variable, IOperation firstUse, ImmutableArray<IOperation> values, Func<LoadedRows?> load)
    {
        var filters = values.SelectMany(Outcomes).Select(v => FilterOf(v, variable)).ToList();
        var found = filters.Find(f => f.Filter is not null);
        // What else is done with them comes after the first filter, and is done with what that leaves.
        return filters.TrueForAll(f => f.IsOfVariable) && found.Filter is { } first && firstUse.Syntax.SpanStart >= values[0].Syntax.SpanStart &&
            load() is { IsPaged: false, IsByKey: false } rows && (!rows.IsReshaped || rows.IsLikely)
            ? new(first, ApiRows.Some, rows) { Name = first.TargetMethod.Name, IsSpread = true, InOtherWords = found.Translated is ApiTranslation.InOtherWords }
            : null;
    }

    // orders = kind switch { Kind.Open => orders.Where(...), Kind.All => orders, _ => throw ... }
    private static IEnumerable<IOperation> Outcomes(IOperation value) => Unwrap(value) switch
    {
        IConditionalOperation or ISwitchExpressionOperation => ValueSteps.Back(Unwrap(value)).SelectMany(Outcomes),
        IThrowOperation => [],
        var outcome => [outcome],
    };

    // if (order.AccountId != id || ...) continue;  at the start, or  if (order.AccountId == id && ...) { ... }  as all that there is.
    private static (IOperation Test, BinaryOperatorKind Joining)? TestOf(IForEachLoopOperation loop)
    {
        var statements = StatementsOf(loop);
        return statements.FirstOrDefault() is IConditionalOperation { WhenFalse: null, Condition: var condition, WhenTrue: var then }
            ? IsContinue(then) && statements.Length > 1 ? (condition, BinaryOperatorKind.ConditionalOr) : !IsContinue(then) && statements.Length == 1 ? (condition, BinaryOperatorKind.ConditionalAnd) : null
            : null;
    }

    private static bool IsContinue(IOperation statement) =>
        statement is IBranchOperation { BranchKind: BranchKind.Continue } || (statement is IBlockOperation { Operations: { Length: 1 } only } && IsContinue(only[0]));

    private static IEnumerable<IOperation> Operands(IOperation test, BinaryOperatorKind joining) => Unwrap(test) is IBinaryOperation joined && joined.OperatorKind == joining
        ? Operands(joined.LeftOperand, joining).Concat(Operands(joined.RightOperand, joining))
        : [test];

    // A column of the row, and not only whether there is a row.
    private static bool IsOfRow(IOperation operand, IForEachLoopOperation loop) => operand.DescendantsAndSelf().Any(o =>
        o is IPropertyReferenceOperation { Property: var property, Instance: { } instance } && Unwrap(instance) is ILocalReferenceOperation { Local: var local } && loop.Locals.Contains(local, SymbolEqualityComparer.Default) && Translation.IsStored(property));

    // What the row is compared with is the same in each turn: nothing that the loop counts, collects or remembers.
    private static bool IsSteady(IOperation operand, IForEachLoopOperation loop)
    {
        var assigned = Assignments.In(loop.Body);
        return operand.DescendantsAndSelf().All(o => StorageOf(o) is not { } storage || loop.Declares(storage) || IsPartOfRow(o) || (!assigned.Contains(storage) && IsAskedForValue(o)) ||
            (!assigned.Contains(storage) && (IsValue(o.Type) || !loop.Body.Descendants().Any(other => SymbolEqualityComparer.Default.Equals(StorageOf(other), storage) && !operand.Syntax.Span.Contains(other.Syntax.Span)))));

        // submission.Answer, which is looked at by itself; what a list counts changes with the list.
        static bool IsAskedForValue(IOperation holder) => Outermost(holder).Parent is IMemberReferenceOperation { Type: var type } && IsValue(type) && !ValuePath.IsSequence(holder.Type);

        bool IsPartOfRow(IOperation member) => member is IMemberReferenceOperation { Instance: { } instance } && instance.DescendantsAndSelf().Any(o => VariableOf(o) is { } variable && loop.Declares(variable));
    }

    /// <summary>Whether what has the type is a value, which is the same wherever it came from.</summary>
    public static bool IsValue(ITypeSymbol? type) => type is { IsValueType: true } or { SpecialType: SpecialType.System_String };

    // orders.Where(o => o.AccountId == id).ToList(): of the variable's own rows, and with a filter that a query can say.
    private (bool IsOfVariable, IInvocationOperation? Filter, ApiTranslation Translated) FilterOf(IOperation value, ISymbol variable)
    {
        (IInvocationOperation? Filter, ApiTranslation Translated) found = (null, ApiTranslation.No);
        var current = Unwrap(value);
        while (current is IInvocationOperation call && ReceiverOf(call) is { } receiver)
        {
            if (apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.Some } && call.Arguments.Select(a => Translation.LambdaOf(a.Value)).OfType<IAnonymousFunctionOperation>().ToList() is { Count: 1 } tests &&
                translation.Of(tests[0]) is not ApiTranslation.No and var translated && !RowReductions.IsTree(tests[0].Symbol.Parameters[0].Type))
            {
                found = (call, translated);
            }

            current = Unwrap(receiver);
        }

        return (VariableOf(current) is { } of && SymbolEqualityComparer.Default.Equals(of, variable), found.Filter, found.Translated);
    }
}
