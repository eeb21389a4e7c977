using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using static PerfAnalyzers.Flow.Bodies.OperationShape;
using static PerfAnalyzers.Flow.Loops.Memories;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Does this run each time its member runs, or only on a branch, on a miss of a memory of earlier results, or on an error?</summary>
internal sealed class Rareness(Memories memories, LoadedBefore loaded)
{
    // Asked for everything that stands behind a condition, and the same for all of it.
    private readonly ConditionalWeakTable<IConditionalOperation, StrongBox<bool>> _misses = new();
    private readonly ConditionalWeakTable<IConditionalOperation, StrongBox<bool>> _returns = new();
    private readonly ConditionalWeakTable<IConditionalOperation, StrongBox<bool>> _full = new();
    private readonly ConditionalWeakTable<IConditionalOperation, StrongBox<bool>> _fills = new();

    /// <summary>The rarest of the branches that <paramref name="operation"/> stands in, up to the function that contains it.</summary>
    public Rarity Of(IOperation operation)
    {
        var rarity = Rarity.Always;
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodBodyBaseOperation:
                    return rarity < Rarity.WhenMissing && loaded.IsLacking(operation, parent) ? Rarity.WhenMissing : rarity;
                case ICatchClauseOperation or IThrowOperation:
                    return Rarity.OnError;
                case ICoalesceAssignmentOperation assignment when child == assignment.Value && IsMemory(assignment.Target):
                    return Rarity.UntilRemembered;
                case ICoalesceAssignmentOperation assignment when child == assignment.Value && IsOfAnother(assignment.Target):
                    rarity = Max(rarity, Rarity.WhenMissing);
                    break;
                case ICoalesceOperation coalesce when child == coalesce.WhenNull:
                    rarity = Max(rarity, memories.Asks(coalesce.Value) ? Rarity.UntilRemembered : IsOfAnother(coalesce.Value) || IsLookup(coalesce) || loaded.Has(coalesce.Value) ? Rarity.WhenMissing : Rarity.Sometimes);
                    break;
                case IConditionalOperation conditional when child != conditional.Condition:
                    rarity = Max(rarity, IsMiss(conditional) ? Rarity.UntilRemembered
                        : child != conditional.WhenTrue ? Rarity.Sometimes
                        : _full.GetValue(conditional, c => new(IsFull(c.Condition, IsFilledHere))).Value ? Rarity.WhenFull
                        : _fills.GetValue(conditional, c => new(FillsIn(c))).Value ? Rarity.WhenMissing
                        : Rarity.Sometimes);
                    break;
                case ISwitchCaseOperation or ISwitchExpressionArmOperation:
                    rarity = Max(rarity, Rarity.Sometimes);
                    break;
                case IBlockOperation block when IsUnreachable(block, child):
                    return Rarity.OnError;
                case IBlockOperation block when ReturnsRememberedBefore(block, child):
                    rarity = Max(rarity, Rarity.UntilRemembered);
                    break;
            }
        }

        return rarity;
    }

    /// <summary>
    /// Whether a condition says that a collection has grown to some size: <c>buffer.Count >= 500</c>, also by way of a variable, or of several collections
    /// together. <paramref name="isCollection"/> tells which collections count.
    /// </summary>
    public static bool IsFull(IOperation condition, Func<IOperation, bool> isCollection) => condition.DescendantsAndSelf().Any(operation => operation switch
    {
        IBinaryOperation compared => IsReached(compared, isCollection),
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } local =>
            LocalDefinitions.Of(local) is { IsEmpty: false } definitions && definitions.All(d => Unwrap(d) is IBinaryOperation compared && IsReached(compared, isCollection)),
        _ => false,
    });

    private static bool IsReached(IBinaryOperation compared, Func<IOperation, bool> isCollection) =>
        compared.OperatorKind is BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.Equals &&
        Unwrap(compared.RightOperand) is not { ConstantValue: { HasValue: true, Value: 0 or 1 } } && IsSize(compared.LeftOperand, isCollection);

    // Of the collection, or of several together.
    private static bool IsSize(IOperation value, Func<IOperation, bool> isCollection)
    {
        value = Unwrap(value);
        for (; value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum; value = Unwrap(sum.LeftOperand))
        {
            if (IsOne(Unwrap(sum.RightOperand)))
                return true;
        }

        return IsOne(value);

        bool IsOne(IOperation size) => size is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { Type.SpecialType: not SpecialType.System_String } collection } &&
            isCollection(Unwrap(collection));
    }

    // _buffer.Add(row); if (_buffer.Count >= 500) Flush(); what is called writes once for many of the calls.
    private static bool IsFilledHere(IOperation collection)
    {
        if (!IsMemory(collection) || SymbolOf(collection) is not { } symbol)
            return false;

        return RootOf(collection).Descendants().Any(operation => operation switch
        {
            IInvocationOperation { Instance: { } filled, Arguments.IsEmpty: false } => Same(filled, symbol),
            IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } } => Same(indexed, symbol),
            _ => false,
        });
    }

    // episode.Series ?? Load(episode.SeriesId): a property of something that was at hand before.
    private static bool IsOfAnother(IOperation value) =>
        Unwrap(value) is IPropertyReferenceOperation { Property.IsIndexer: false, Instance: not null and not IInstanceReferenceOperation };

    // if (order.Account == null) order.Account = Load(order.AccountId);     var name = line.Name; if (string.IsNullOrEmpty(name)) name = Load(line.ProductId).Name;
    private static bool FillsIn(IConditionalOperation conditional)
    {
        var filled = conditional.WhenTrue.Descendants().OfType<ISimpleAssignmentOperation>().Select(a => Unwrap(a.Target)).ToList();
        return filled.Count > 0 && conditional.Condition.DescendantsAndSelf().Select(Missing).OfType<IOperation>().Any(value => value switch
        {
            IPropertyReferenceOperation { Instance: { } holder } property when IsOfAnother(property) && SymbolOf(holder) is { } of =>
                filled.Exists(f => f is IPropertyReferenceOperation { Instance: { } target } && Same(f, property.Property) && Same(target, of)),
            ILocalReferenceOperation { Local: var local } reference =>
                filled.Exists(f => Same(f, local)) && LocalDefinitions.Of(reference).Any(d => !conditional.Syntax.Span.Contains(d.Syntax.Span) && IsOfAnother(Unwrap(d) is ICoalesceOperation coalesce ? coalesce.Value : d)),
            _ => false,
        });
    }

    private static IOperation? Missing(IOperation condition) => condition is IInvocationOperation { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String }, Arguments: { Length: 1 } texts }
        ? Unwrap(texts[0].Value)
        : NullTested(condition);

    // await GetAsync(id) ?? await GetFromArchiveAsync(id): another place, asked for what the first does not have.
    private static bool IsLookup(ICoalesceOperation coalesce) =>
        Answer(coalesce.Value) is { Arguments.IsEmpty: false } first && first.Arguments.Any(a => SymbolOf(a.Value) is { } key && coalesce.WhenNull.Descendants().Any(o => Same(o, key)));

    private static IInvocationOperation? Answer(IOperation value) => TaskOf(Unwrap(value)) as IInvocationOperation;

    // if (_cached == null) { ... _cached = Load(); }   if (!cache.TryGetValue(k, out v)) { v = Load(k); cache[k] = v; }
    private bool IsMiss(IConditionalOperation conditional) =>
        _misses.GetValue(conditional, c => new(memories.IsMiss(c.Condition, filled: c, asked: DecidingConditions.GoesElsewhere(c.WhenTrue) ? c.WhenTrue : RootOf(c)))).Value;

    // return; // switched off for now     Load();
    private static bool IsUnreachable(IBlockOperation block, IOperation statement) =>
        block.Operations.TakeWhile(o => o != statement).Any(o => o is IReturnOperation { Kind: OperationKind.Return } || IsThrow(o)) &&
        !block.Operations.Any(o => o is ILabeledOperation);

    // if (_cached != null) return _cached;   ...   _cached = Load();
    private bool ReturnsRememberedBefore(IBlockOperation block, IOperation statement)
    {
        foreach (var earlier in block.Operations)
        {
            if (earlier == statement)
                return false;

            if (earlier is IConditionalOperation { WhenFalse: null } conditional && EndsWithReturn(conditional.WhenTrue) &&
                _returns.GetValue(conditional, c => new(memories.IsMiss(c.Condition, filled: block, asked: block))).Value)
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithReturn(IOperation statement) =>
        statement is IReturnOperation || (statement is IBlockOperation { Operations: { Length: > 0 } operations } && operations[operations.Length - 1] is IReturnOperation);

    private static Rarity Max(Rarity x, Rarity y) => x > y ? x : y;
}
