using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Is this loop something else than one turn per element? Each guard must prove that it applies: a guess here hides a real finding.
/// </summary>
internal sealed class LoopGuards(ApiIndex apis, Rareness rareness)
{
    private readonly PageLoops _pages = new(apis);
    private readonly FewElements _few = new(apis);
    private readonly LoopShape.Cache _shapes = new();
    private readonly ConditionalWeakTable<ILoopOperation, StrongBox<bool>> _waits = new();
    private readonly ConditionalWeakTable<ILoopOperation, StrongBox<bool>> _polls = new();

    // What helpers are called that cut a sequence into pages of some size.
    private static readonly string[] s_cuts = ["Batch", "Chunk", "Partition", "Page", "Paginat", "Split"];

    // What an answer says of itself when nothing else needs to be tried. IsDeleted ends a check of each.
    private static readonly string[] s_hits = ["Success", "Succeeded", "HasValue", "Found"];

    /// <summary>How every provider's translation of <c>IN (...)</c> is spelled.</summary>
    internal const string Membership = "Contains";

    /// <summary>The reason why <paramref name="repeat"/> does not multiply <paramref name="operation"/> with growing data.</summary>
    public Guard Of(Repeat repeat, IOperation operation)
    {
        switch (rareness.Of(operation))
        {
            case Rarity.OnError:
                return Guard.OnError;
            case var rarity when repeat.IsRemembered || rarity is Rarity.UntilRemembered:
                return Inputs.TakesKey(operation) && MadeIn(repeat, operation) ? Guard.OncePerKey : Guard.Remembered;
        }

        if (IsForFirstTurn(repeat, operation))
            return Guard.Remembered;

        if (LeavesAfter(repeat, operation))
            return Guard.LeavesAfterFirst;

        if (OneElement.GetsTo(repeat, operation))
            return Guard.OneElement;

        if (IsBatch(repeat, operation))
            return Guard.Batch;

        if (repeat.Loop is { } loop)
        {
            if (IsForWork(loop))
                return Guard.Polling;

            if (loop is IForEachLoopOperation ? PageLoops.EndsAtLastPage(_shapes.Of(loop), operation) : _pages.IsPaging(loop, _shapes.Of(loop), operation))
                return Guard.Paging;

            if (EndsWithSuccess(loop, operation))
                return Guard.LeavesAfterFirst;

            if (IsStopAtHit(loop, operation))
                return Guard.StopsAtHit;

            if (Waits(loop))
                return Guard.Throttled;
        }

        if (repeat.StopsAtHit)
            return Guard.StopsAtHit;

        return _few.Are(repeat) ? Guard.FewElements : Guard.None;
    }

    /// <summary>Whether a loop waits for work, for as long as the process lives or the client listens: each of its turns is an operation of its own.</summary>
    public bool IsForWork(ILoopOperation loop) => _polls.GetValue(loop, l => new(IsPolling(l))).Value;

    // foreach (var order in orders) { if (!names.TryGetValue(order.CustomerId, out var name)) names[order.CustomerId] = name = Load(order.CustomerId); }
    internal static bool MadeIn(Repeat repeat, IOperation operation) => operation.DescendantsAndSelf().Any(o =>
        (o is ILocalReferenceOperation { Local: var local } && repeat.Construct.Declares(local)) || (o is IParameterReferenceOperation { Parameter: var parameter } && repeat.Construct.Declares(parameter)));

    // List<Site>? sites = null; foreach (...) { if (sites == null) { sites = LoadSites(); } }     sites ??= LoadSites();
    private static bool IsForFirstTurn(Repeat repeat, IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
        {
            var asked = parent switch
            {
                ICoalesceAssignmentOperation assignment when child == assignment.Value => assignment.Target as ILocalReferenceOperation,
                IConditionalOperation conditional when child == conditional.WhenTrue && NullTested(conditional.Condition) is ILocalReferenceOperation local &&
                    conditional.WhenTrue.Descendants().OfType<ISimpleAssignmentOperation>().Any(a => Refers(a.Target, local.Local)) => local,
                _ => null,
            };
            if (asked is not null && !repeat.Construct.Declares(asked.Local))
                return true;
        }

        return false;
    }

    // foreach (...) { row = Find(x); break; }     for (;;) { try { return Find(x); } catch { } }
    private static bool LeavesAfter(Repeat repeat, IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
        {
            switch (parent)
            {
                case IReturnOperation { Kind: OperationKind.Return } when IsInSameFunction(parent, repeat.Construct):
                case IThrowOperation:
                    return true;
                case IBlockOperation block when IsInSameFunction(block, repeat.Construct):
                    if (block.Operations.SkipWhile(o => o != child).Any(o => LoopShape.Leaves(o, repeat.Loop)))
                        return true;

                    break;
            }
        }

        return false;
    }

    // A return in a lambda ends the lambda, not the loop around it.
    private static bool IsInSameFunction(IOperation operation, IOperation construct)
    {
        for (var current = operation; current is not null && current != construct; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return false;
        }

        return true;
    }

    // foreach (var page in ids.Chunk(500)) db.Orders.Where(o => page.Contains(o.Id))
    private bool IsBatch(Repeat repeat, IOperation operation)
    {
        if (repeat.Source is { } source && Chain(source).Any(call => apis.Find(call.TargetMethod)?.Effect is ApiEffect.Batch))
            return true;

        // for (var i = 0; i < ids.Count; i += 500)
        if (repeat.Loop is IForLoopOperation { AtLoopBottom: { Length: > 0 } steps } && (steps.Any(StepsByMoreThanOne) || CutsByNumber(repeat.Loop, operation)))
            return true;

        if (repeat.Loop is IWhileLoopOperation @while && CutsByPosition(@while))
            return true;

        return IsFlush(repeat, operation) || (IsManyAtOnce(repeat.Element) && (UsesWhole(operation, repeat.Element!) || (IsCutInto(repeat.Source) && !UsesOne(operation, repeat.Element!))));
    }

    // foreach (var page in ids.TakeBatch(100)) { var batch = BatchOf(page); batch.Execute(); }: by a helper of the program, whatever is made of the page.
    private static bool IsCutInto(IOperation? source) => source is not null && Chain(source).Any(c =>
        Array.Exists(s_cuts, word => c.TargetMethod.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0) &&
        c.Arguments.Any(a => a.Value.Type is { SpecialType: SpecialType.System_Int32 }));

    // if (++count % 100 == 0) db.SaveChanges();     if (buffer.Count >= 500) Flush(buffer);
    private static bool IsFlush(Repeat repeat, IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
        {
            if (parent is IConditionalOperation conditional && child == conditional.WhenTrue &&
                (conditional.Condition.DescendantsAndSelf().Any(o => o is IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder }) ||
                 Rareness.IsFull(conditional.Condition, collection => collection is ILocalReferenceOperation or IFieldReferenceOperation)))
            {
                return true;
            }
        }

        return false;
    }

    // for (var i = 0; i < parts; i++) { var part = rows.Skip(i * 100).Take(100); Write(part); }: the variable is the number of the part, and no element's.
    private bool CutsByNumber(ILoopOperation loop, IOperation operation)
    {
        return loop.Locals.Length == 1 && _shapes.Of(loop).Calls.Any(IsPart) && !operation.Descendants().Any(o => IsNumber(o) && !IsInPart(o));

        bool IsInPart(IOperation number)
        {
            for (var around = number.Parent; around is not null && around != operation; around = around.Parent)
            {
                if (IsPart(around))
                    return true;
            }

            return false;
        }

        bool IsPart(IOperation value) => value is IInvocationOperation { Arguments: { Length: > 0 } given } call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.Page &&
            given[given.Length - 1].Value.DescendantsAndSelf().Any(o => o is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product && product.Descendants().Any(IsNumber));

        bool IsNumber(IOperation value) => value is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, loop.Locals[0]);
    }

    // while (position < rows.Count) { var part = rows.Skip(position).Take(100); Write(part); position += 100; }
    private bool CutsByPosition(IWhileLoopOperation loop) => loop.Condition?.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(p =>
        loop.Body.ChildOperations.Any(s => StepsByMoreThanOne(s) && s is IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Target: var target } } && Is(target, p)) &&
        _shapes.Of(loop).Calls.Any(c => apis.Find(c.TargetMethod)?.Effect is ApiEffect.Page && c.Arguments.Any(a => a.Value.DescendantsAndSelf().Any(v => Is(v, p))))) == true;

    private static bool Is(IOperation value, ILocalReferenceOperation local) => value is ILocalReferenceOperation other && SymbolEqualityComparer.Default.Equals(other.Local, local.Local);

    private static bool StepsByMoreThanOne(IOperation step) =>
        step is IExpressionStatementOperation { Operation: ICompoundAssignmentOperation { Value: var by } } &&
        by is not { ConstantValue: { HasValue: true, Value: 1 } };

    // The element is itself a collection, and not a group, which stands for its key, or a query of its own.
    private bool IsManyAtOnce(ISymbol? element)
    {
        var type = TypeOf(element);
        return type is not null && type.SpecialType is not SpecialType.System_String && !apis.IsQueryable(type) &&
            (type is IArrayTypeSymbol || type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable)) &&
            type is not INamedTypeSymbol { Name: "IGrouping" };
    }

    // Load(page[0])
    private static bool UsesOne(IOperation operation, ISymbol element) => operation.DescendantsAndSelf().Any(o =>
        SymbolEqualityComparer.Default.Equals(VariableOf(o), element) &&
        Outermost(o).Parent is IPropertyReferenceOperation { Property.IsIndexer: true } or IArrayElementReferenceOperation);

    private static bool UsesWhole(IOperation operation, ISymbol element) => operation.DescendantsAndSelf().Any(o =>
        SymbolEqualityComparer.Default.Equals(VariableOf(o), element) && Outermost(o).Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => call == operation || call.TargetMethod.Name == Membership,
            IInvocationOperation call => call.TargetMethod.Name == Membership,
            // connection.Execute("... WHERE Id IN @Ids", new { Ids = page })
            ISimpleAssignmentOperation { Parent: IAnonymousObjectCreationOperation } => true,
            _ => false,
        });

    // while (!token.IsCancellationRequested) { ... await Task.Delay(...); }     await foreach (var job in channel.Reader.ReadAllAsync())
    private bool IsPolling(ILoopOperation loop)
    {
        if (loop is IForEachLoopOperation forEach)
            return Chain(forEach.Collection).Any(call => apis.Find(call.TargetMethod)?.Effect is ApiEffect.Worker);

        var condition = (loop as IWhileLoopOperation)?.Condition ?? (loop as IForLoopOperation)?.Condition;
        if (condition is null or { ConstantValue: { HasValue: true, Value: true } })
            return Waits(loop) || _shapes.Of(loop).Calls.Any(c => apis.Find(c.TargetMethod)?.Effect is ApiEffect.Worker);

        return condition.DescendantsAndSelf().Any(o =>
            (o is IPropertyReferenceOperation property && apis.Find(property.Property)?.Effect is ApiEffect.Worker) ||
            (o is IInvocationOperation call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.Worker or ApiEffect.Delay));
    }

    private bool Waits(ILoopOperation loop) => _waits.GetValue(loop, l => new(_shapes.Of(l).Calls.Any(c => apis.Find(c.TargetMethod)?.Effect is ApiEffect.Delay))).Value;

    // while (!done) { try { Find(x); done = true; } catch { } }      do { slug = Next(); } while (db.Posts.Any(p => p.Slug == slug));
    private bool EndsWithSuccess(ILoopOperation loop, IOperation operation)
    {
        if (loop is not IWhileLoopOperation { Condition: { } condition })
            return false;

        if (condition.DescendantsAndSelf().Contains(operation))
            return operation.Type?.SpecialType is SpecialType.System_Boolean || operation.Parent is IAwaitOperation { Type.SpecialType: SpecialType.System_Boolean };

        var flags = condition.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(l => l.Local).ToList();
        return _shapes.Of(loop).Assignments.Any(a =>
            a.Value is { ConstantValue: { HasValue: true, Value: bool }, Parent: ISimpleAssignmentOperation } && flags.Contains(a.Local, SymbolEqualityComparer.Default) && InSameTry(a.Value, operation));
    }

    private static bool InSameTry(IOperation x, IOperation y) => TryOf(x) is { } @try && TryOf(y) == @try;

    private static IOperation? TryOf(IOperation operation)
    {
        for (var current = operation.Parent; current is not null and not ILoopOperation; current = current.Parent)
        {
            if (current is ITryOperation)
                return current;
        }

        return null;
    }

    // foreach (...) { var row = Find(x); if (row != null) return row; }: found ends the search. (A missing row that ends it is a check, and runs for every element.)
    private bool IsStopAtHit(ILoopOperation loop, IOperation operation)
    {
        var result = PageLoops.AssignedFrom(operation);
        return _shapes.Of(loop).Exits.Any(c =>
            LoopShape.Leaves(c.WhenTrue, loop) && (result is not null
                ? IsFoundTest(c.Condition, result)
                : IsTrueTest(c.Condition, operation)));
    }

    private static bool IsFoundTest(IOperation condition, ILocalSymbol result) => Unwrap(condition) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } test => IsNullTestOf(test.LeftOperand, test.RightOperand, result),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and => IsFoundTest(and.LeftOperand, result),
        IIsPatternOperation { Pattern: INegatedPatternOperation or IRecursivePatternOperation, Value: var value } => Refers(value, result),
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag => SymbolEqualityComparer.Default.Equals(flag.Local, result),
        // if (answer.Successful) return answer;
        IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Instance: { } answer, Property.Name: var name } => Refers(answer, result) && Array.Exists(s_hits, word => name.Contains(word)),
        _ => false,
    };

    private static bool IsNullTestOf(IOperation left, IOperation right, ILocalSymbol result) =>
        (IsNull(right) && Refers(left, result)) || (IsNull(left) && Refers(right, result));

    private static bool Refers(IOperation operation, ILocalSymbol local) =>
        Unwrap(operation) is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private static bool IsTrueTest(IOperation condition, IOperation operation)
    {
        condition = Unwrap(condition);
        if (condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } test)
            return IsNull(test.RightOperand) && Unwrap(test.LeftOperand) == operation;

        if (condition is IIsPatternOperation { Pattern: INegatedPatternOperation or IRecursivePatternOperation or IDeclarationPatternOperation } pattern)
            return Unwrap(pattern.Value) == operation;

        return condition == operation;
    }

    /// <summary>Whether the code says that a sequence has few elements.</summary>
    public bool IsFew(IOperation source) => _few.AreIn(source);

    internal static IOperation Definition(IOperation source)
    {
        source = Unwrap(source);
        return source is ILocalReferenceOperation local && LocalDefinitions.Single(local) is { } value ? value : source;
    }

    internal static IEnumerable<IInvocationOperation> Chain(IOperation operation)
    {
        for (var current = Definition(operation); ;)
        {
            switch (Unwrap(current))
            {
                case IInvocationOperation call:
                    yield return call;
                    if (ReceiverOf(call) is not { } receiver)
                        yield break;

                    current = receiver;
                    break;
                default:
                    yield break;
            }
        }
    }
}
