using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Has a task completed when the code gets to where it is asked for its result? Somebody awaited it, or all of its collection, before; a
/// condition says so; or it never ran.
/// </summary>
internal sealed class CompletedTasks(ApiIndex apis, MemberBodies bodies, Dispatch dispatch)
{
    /// <summary>Definitions that are followed: a local of a local of a local.</summary>
    private const int MaxDefinitions = 4;

    /// <summary>Bodies that are opened for one answer of <see cref="IsCompletedByAllInSight"/>.</summary>
    private const int MaxBodies = 100;

    private readonly ConditionalWeakTable<IOperation, StrongBox<bool>> _giants = new();
    private readonly FirstOfTasks _first = new(apis);

    /// <summary>The answer for a task, or an awaiter of it, whose result is asked for where it stands.</summary>
    public bool IsCompleted(IOperation task, CancellationToken cancellationToken)
    {
        // What is this long was written by a generator, and is none of ours either way.
        if (_giants.GetValue(OperationShape.RootOf(task), r => new(MemberBodies.IsGiant(r))).Value)
            return true;

        return IsBornCompleted(task, 0, null, cancellationToken) || PathsOf(task).Any(path => IsCompleted(path, task, cancellationToken));
    }

    /// <summary>Whether all who make the task in sight return it completed: <c>queue.AddAsync(job)</c>, behind an interface whose implementations only add to a list.</summary>
    public bool IsCompletedByAllInSight(IOperation task, CancellationToken cancellationToken) => IsBornCompleted(task, 0, new(SymbolEqualityComparer.Default), cancellationToken);

    // Task.FromResult(1), (await Task.WhenAny(a, b)), a method that returns nothing else.
    private bool IsBornCompleted(IOperation task, int depth, HashSet<IMethodSymbol>? seen, CancellationToken cancellationToken)
    {
        switch (OperationShape.TaskOf(task))
        {
            case IAwaitOperation { Operation: var first }:
                return _first.CallOf(first) is not null;
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return IsBornCompleted(either.WhenTrue, depth, seen, cancellationToken) && IsBornCompleted(otherwise, depth, seen, cancellationToken);
            case IObjectCreationOperation { Type: var type, Arguments: { Length: 1 } given } when TaskTypes.IsTask(type):
                return !TaskTypes.IsTask(given[0].Value.Type) && given[0].Value.Type?.TypeKind is not (TypeKind.Delegate or TypeKind.Interface);
            // Where there is no task, nobody waits for one.
            case IDefaultValueOperation { Type.IsValueType: true } or ILiteralOperation { ConstantValue: { HasValue: true, Value: null } }:
                return true;
            case IInvocationOperation call when apis.Find(call.TargetMethod) is { } fact:
                return fact.Effect is ApiEffect.Completed || (fact.Effect is ApiEffect.AllOf && seen is not null && call.Arguments.All(a => AreBornCompleted(a.Value, depth + 1, seen, cancellationToken)));
            case IPropertyReferenceOperation property when apis.Find(property.Property) is { } fact:
                // Task.WhenAny(a, b).Result is one that has completed.
                return fact.Effect is ApiEffect.Completed || (fact.Effect is ApiEffect.Wait && property.Instance is { } waited && _first.CallOf(waited) is not null);
            case IInvocationOperation { TargetMethod: { IsAsync: false, IsAbstract: false, IsVirtual: false, IsOverride: false } method } when seen is null && depth < MaxDefinitions:
                return bodies.Of(method, cancellationToken) is { } body && ReturnsCompleted(body, depth, null, cancellationToken);
            // All of them have to be done, so that what was looked at before need not be looked at again: it is done, or the answer is no anyway.
            case IInvocationOperation { TargetMethod: var method } when seen is not null:
                // What the call itself says about parameters holds for its body alone: with something else, that body is another question.
                var made = (IInvocationOperation)OperationShape.TaskOf(task);
                var said = seen.Count == 0 ? DecidingParameters.GivenBy(made) | CompletedBy(made, seen, cancellationToken) : 0;
                return dispatch.Targets(method) is { IsEmpty: false } targets && targets.All(t => (said == 0 && !seen.Add(t.OriginalDefinition)) ||
                    (seen.Count < MaxBodies && bodies.Of(t, cancellationToken) is { } body && !MemberBodies.IsGiant(body) && IsDoneAtOnce(t, body, seen, said, cancellationToken)));
            case ILocalReferenceOperation { Local: var element } local when ValuePath.ElementOf(element, local) is { } all:
                return OperationShape.TaskOf(all) is IInvocationOperation each && apis.Find(each.TargetMethod)?.Effect is ApiEffect.Completed;
            case ILocalReferenceOperation local when depth < MaxDefinitions && LocalDefinitions.Of(local) is { IsEmpty: false } values:
                return values.All(v => IsBornCompleted(v, depth + 1, seen, cancellationToken));
            case IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true } field }:
                return field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var initial } &&
                    bodies.OperationOf(initial, cancellationToken) is { } value && IsBornCompleted(value, depth + 1, seen, cancellationToken);
            default:
                return false;
        }
    }

    // jobs.Select(j => queue.AddAsync(j)), [a, b]: whatever makes the elements.
    private bool AreBornCompleted(IOperation tasks, int depth, HashSet<IMethodSymbol> seen, CancellationToken cancellationToken) => OperationShape.TaskOf(tasks) switch
    {
        var task when ValuePath.IsAwaitable(task.Type) => IsBornCompleted(task, depth, seen, cancellationToken),
        IArrayCreationOperation { Initializer.ElementValues: var elements } => elements.All(e => AreBornCompleted(e, depth, seen, cancellationToken)),
        ICollectionExpressionOperation { Elements: var elements } => elements.All(e => AreBornCompleted(e, depth, seen, cancellationToken)),
        ILocalReferenceOperation local when depth < MaxDefinitions && LocalDefinitions.Single(local) is { } definition => AreBornCompleted(definition, depth + 1, seen, cancellationToken),
        IInvocationOperation call when LambdaOf(call) is { } lambda => IsDoneAtOnce(lambda.Symbol, lambda.Body, seen, 0, cancellationToken),
        IInvocationOperation call when OperationShape.ReceiverOf(call) is { } receiver => AreBornCompleted(receiver, depth + 1, seen, cancellationToken),
        _ => false,
    };

    // RunAsync(() => Task.FromResult(Load())): the parameters that are given a function whose task is done when it returns.
    private ulong CompletedBy(IInvocationOperation call, HashSet<IMethodSymbol> seen, CancellationToken cancellationToken) => call.Arguments.Aggregate(0UL, (bits, argument) =>
        argument is { Parameter.Ordinal: < 64 and var ordinal, Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: { IsAsync: false } function, Body: var body } } } &&
        ValuePath.IsAwaitable(function.ReturnType) && IsDoneAtOnce(function, body, seen, 0, cancellationToken)
            ? bits | (1UL << ordinal)
            : bits);

    private static IAnonymousFunctionOperation? LambdaOf(IInvocationOperation call) =>
        call.Arguments.SelectMany(a => a.Value.DescendantsAndSelf().Take(3)).OfType<IAnonymousFunctionOperation>().FirstOrDefault(l => ValuePath.IsAwaitable(l.Symbol.ReturnType));

    // An async method that awaits nothing, or only what has completed, has done all when it returns; so has one that does so as it is called: LoadAsync(mayAsk: false).
    private bool IsDoneAtOnce(IMethodSymbol function, IOperation body, HashSet<IMethodSymbol> seen, ulong given, CancellationToken cancellationToken) => !function.IsAsync
        ? ReturnsCompleted(body, 0, seen, cancellationToken)
        : MemberBodies.Operations(body).All(o => o switch
        {
            IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => false,
            IAwaitOperation awaited when OperationShape.TaskOf(awaited.Operation) is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IParameterReferenceOperation { Parameter.Ordinal: < 64 and var called } } => (given & (1UL << called)) != 0,
            IAwaitOperation awaited => (DecidingParameters.RunsUnless(awaited) is >= 0 and var bit && (given & (1UL << bit)) != 0) || IsBornCompleted(awaited.Operation, 0, seen, cancellationToken),
            _ => true,
        });

    private bool ReturnsCompleted(IOperation body, int depth, HashSet<IMethodSymbol>? seen, CancellationToken cancellationToken)
    {
        var returned = MemberBodies.Operations(body).OfType<IReturnOperation>().Select(r => r.ReturnedValue).OfType<IOperation>().ToList();
        return returned.Count > 0 && returned.TrueForAll(r => IsBornCompleted(r, depth + 1, seen, cancellationToken));
    }

    // The way to it, and the way to what its local was made from.
    private IEnumerable<ValuePath> PathsOf(IOperation value)
    {
        for (var i = 0; i < MaxDefinitions && !IsOfQuery(value) && ValuePath.Of(value) is { } path; i++)
        {
            yield return path;

            if (OperationShape.TaskOf(value) is not ILocalReferenceOperation local || LocalDefinitions.Single(local) is not { } definition)
                yield break;

            value = definition;
        }
    }

    // db.Orders.CountAsync() is another task each time that it is asked for, and no part of db.Orders.
    private bool IsOfQuery(IOperation value) => OperationShape.TaskOf(value) is IInvocationOperation call && ValuePath.IsAwaitable(call.Type) && OperationShape.ReceiverOf(call) is { } receiver &&
        OperationShape.Unwrap(receiver).Type is var type && (apis.IsQueryable(type) || apis.IsQuerySource(type));

    private bool IsCompleted(ValuePath path, IOperation use, CancellationToken cancellationToken)
    {
        if (IsFiltered(use))
            return true;

        for (var (child, parent) = (use, use.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (parent)
            {
                case IConditionalOperation conditional when child != conditional.Condition:
                    if (Proves(conditional.Condition, child == conditional.WhenTrue, path) || Completes(conditional.Condition, path))
                        return true;

                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both when child == both.RightOperand:
                    if (Proves(both.LeftOperand, both.OperatorKind is BinaryOperatorKind.ConditionalAnd, path))
                        return true;

                    continue;
                case IWhileLoopOperation { Condition: { } condition, ConditionIsTop: true } loop when child == loop.Body:
                    if (Proves(condition, true, path) || Completes(condition, path))
                        return true;

                    continue;
                case ISwitchOperation choice when child is ISwitchCaseOperation && Asks(choice.Value, path):
                case ISwitchExpressionOperation expression when child is ISwitchExpressionArmOperation && Asks(expression.Value, path):
                    return true;
                case IInvocationOperation call when apis.Find(call.TargetMethod, call.Instance?.Type)?.Effect is ApiEffect.Continuation && IsContinuation(call, path):
                    return true;
            }

            foreach (var earlier in parent.ChildOperations)
            {
                if (earlier == child)
                    break;

                // The branches of one statement exclude each other.
                if (parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation && earlier is ISwitchCaseOperation or ISwitchExpressionArmOperation or IBlockOperation)
                    continue;

                if (Completes(earlier, path) && !IsReplacedBetween(path, earlier, child, parent))
                    return true;
            }
        }

        return false;
    }

    // t.ContinueWith(done => done.Result), awaiter.OnCompleted(() => awaiter.GetResult()), Task.Factory.ContinueWhenAll(tasks, all => ...)
    private static bool IsContinuation(IInvocationOperation call, ValuePath path) =>
        (path.Root is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda } &&
            call.Arguments.Any(a => a.Value.DescendantsAndSelf().Take(3).Any(o => o is IAnonymousFunctionOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, lambda)))) ||
        (call.Instance is not null && ValuePath.Of(call.Instance)?.IsSame(path) == true) ||
        call.Arguments.Any(a => ValuePath.Of(a.Value)?.IsOnTheWayOf(path) == true);

    // tasks.Where(t => t.IsCompletedSuccessfully).Select(t => t.Result)
    private bool IsFiltered(IOperation use)
    {
        if (use is not IParameterReferenceOperation { Parameter: var parameter } || ValuePath.SequenceOf(parameter, use) is not { } sequence)
            return false;

        var current = sequence;
        for (var definitions = 0; current is not null && definitions < MaxDefinitions;)
        {
            // tasks = tasks.Where(...).ToList(): a local may be made of itself.
            if (current is ILocalReferenceOperation local)
                (current, definitions) = (LocalDefinitions.Single(local), definitions + 1);

            if (current is not IInvocationOperation call)
                return false;

            current = OperationShape.ReceiverOf(call);
            if (call.Arguments.Skip(call.Instance is null ? 1 : 0).Any(a => a.Value.DescendantsAndSelf().Any(IsQuestion)))
                return true;
        }

        return false;
    }

    // task.IsCompleted, and what a program called so before there was such a property: task.IsCompletedSuccessfully()
    private IOperation? Asked(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property when apis.Find(property.Property)?.Effect is ApiEffect.IsCompleted => property.Instance,
        IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call when apis.CompletionNames.Contains(call.TargetMethod.Name) => OperationShape.ReceiverOf(call),
        _ => null,
    };

    private bool IsQuestion(IOperation operation) => Asked(operation) is not null;

    // The variable holds another task by now: awaited, then assigned again.
    private static bool IsReplacedBetween(ValuePath path, IOperation completed, IOperation use, IOperation parent)
    {
        var between = false;
        foreach (var child in parent.ChildOperations)
        {
            if (child == use)
                return false;

            // work = work.OrderBy(...).ToList() holds the same tasks.
            if (between && Assignments.In(child).Contains(path.Root) && !child.DescendantsAndSelf().Any(o => o is ISimpleAssignmentOperation { Value: var value } && Reaches(value, path)))
                return true;

            between |= child == completed;
        }

        return false;
    }

    // Whether running the statement leaves the task completed.
    private bool Completes(IOperation statement, ValuePath path)
    {
        if (statement is IConditionalOperation { WhenFalse: null, WhenTrue: var branch, Condition: var condition } && DecidingConditions.GoesElsewhere(branch) && Proves(condition, false, path))
            return true;

        if (statement is IWhileLoopOperation { Condition: { } until } && Asks(until, path))
            return true;

        foreach (var operation in MemberBodies.Operations(statement))
        {
            switch (operation)
            {
                case IAwaitOperation awaited when CompletesAwaited(awaited.Operation, path, 0):
                case IForEachLoopOperation { IsAsynchronous: true, Collection: var all } when IsNamedIn(all, path):
                    return true;
                case IInvocationOperation call when apis.Find(call.TargetMethod) is { Effect: ApiEffect.Wait or ApiEffect.Completes } fact:
                    // Task.WaitAll(a, b) waits for both; who waits for one of many waits for none of them.
                    if (call.Instance is { } instance ? IsDoneWith(instance, path) : fact.AsyncTwin is { } twin && IsAllOf(twin) && call.Arguments.Any(a => IsNamedIn(a.Value, path)))
                        return true;

                    break;
                case IPropertyReferenceOperation { Instance: { } owner } property when apis.Find(property.Property)?.Effect is ApiEffect.Wait && IsDoneWith(owner, path):
                    return true;
            }
        }

        return false;

        bool IsAllOf(string twin) => ApiIndex.BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Facts).Any(f => f.Effect is ApiEffect.AllOf && f.Member == twin);
    }

    // The task is done when this one is: itself, or one of those that var all = Task.WhenAll(a, b) waits for.
    private bool IsDoneWith(IOperation task, ValuePath path) =>
        Reaches(task, path) || (FirstOfTasks.Defined(task) is IInvocationOperation call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.AllOf && CompletesAwaited(call, path, 0));

    private static bool Reaches(IOperation value, ValuePath path) => ValuePath.Of(value) is { } own && own.IsOnTheWayOf(path);

    // await t; await Task.WhenAll(t, other); var all = Task.WhenAll(tasks); await all; await Both(t, other);
    private bool CompletesAwaited(IOperation awaited, ValuePath path, int depth)
    {
        if (ValuePath.Of(awaited) is { } own && own.IsSame(path))
            return true;

        switch (OperationShape.TaskOf(awaited))
        {
            case IInvocationOperation call when apis.Find(call.TargetMethod)?.Effect is ApiEffect.FirstOf:
                return false;
            case IInvocationOperation call:
                return call.Arguments.Any(a => IsGivenIn(a.Value, path)) || (call.Instance is { } instance && ValuePath.IsAwaitable(instance.Type) && CompletesAwaited(instance, path, depth + 1));
            // das-apim-endpoints: Task.WhenAll(a, b), of which the type of b is missing.
            case IInvalidOperation { Syntax: InvocationExpressionSyntax unbound } call:
                return !apis.FirstOfNames.Contains(NameInCode.In(unbound.Expression)?.Identifier.ValueText ?? "") && call.ChildOperations.Any(o => IsGivenIn(o, path));
            case ILocalReferenceOperation { Local: var element } local when ValuePath.ElementOf(element, local) is { } all:
                return OperationShape.TaskOf(all) is IInvocationOperation each && apis.Find(each.TargetMethod)?.Effect is ApiEffect.Completed;
            case ILocalReferenceOperation local when depth < MaxDefinitions && LocalDefinitions.Single(local) is { } definition:
                return CompletesAwaited(definition, path, depth + 1);
            case ITupleOperation tuple:
                return tuple.Elements.Any(e => IsNamedIn(e, path));
            default:
                return Reaches(awaited, path);
        }
    }

    private bool IsGivenIn(IOperation value, ValuePath path) => IsTaskOrTasks(value) && (IsNamedIn(value, path) || IsCollectedIn(value, path));

    // var all = new List<Task> { a, b };
    private static bool IsCollectedIn(IOperation value, ValuePath path) => OperationShape.TaskOf(value) is ILocalReferenceOperation local && LocalDefinitions.Single(local) is { } definition &&
        OperationShape.TaskOf(definition) is IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation && IsNamedIn(definition, path);

    // A query holds rows, whatever else its context is asked for.
    private bool IsTaskOrTasks(IOperation value) => OperationShape.TaskOf(value) is var bare && !apis.IsQueryable(bare.Type) && !apis.IsQuerySource(bare.Type) && (bare is IArrayCreationOperation or ICollectionExpressionOperation || ValuePath.IsSequence(bare.Type) || ValuePath.IsAwaitable(bare.Type));

    private static bool IsNamedIn(IOperation value, ValuePath path) => value.DescendantsAndSelf().Any(o =>
        o is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation && ValuePath.Of(o) is { } named && named.IsOnTheWayOf(path));

    // Whether a condition with this outcome says that the task has completed.
    private bool Proves(IOperation condition, bool outcome, ValuePath path)
    {
        while (true)
        {
            switch (condition)
            {
                case IConversionOperation conversion:
                    condition = conversion.Operand;
                    continue;
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    (condition, outcome) = (not.Operand, !outcome);
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                    if (!outcome)
                        return false;

                    if (Proves(both.RightOperand, outcome, path))
                        return true;

                    condition = both.LeftOperand;
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                    if (outcome)
                        return false;

                    if (Proves(either.RightOperand, outcome, path))
                        return true;

                    condition = either.LeftOperand;
                    continue;
                // Status == RanToCompletion, done == task, whichever way round it is asked.
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality:
                    return (equality.OperatorKind is BinaryOperatorKind.Equals == outcome ? IsFirst(equality, path) || FirstOfTasks.IsNumbered(equality, path) : _first.IsNotTheOther(equality, path)) || Asks(equality, path);
                case IIsPatternOperation pattern:
                    return Asks(pattern.Value, path) || (Reaches(pattern.Value, path) && pattern.Pattern.DescendantsAndSelf().Any(IsQuestion));
                case IInvocationOperation { TargetMethod: var method } call when apis.Find(method)?.Effect is ApiEffect.Wait:
                    return outcome && call.Instance is { } waited && IsDoneWith(waited, path);
                case IInvocationOperation call:
                    // tasks.All(t => t.IsCompleted)
                    return outcome && (Asked(call) is { } asked ? IsDoneWith(asked, path) : call.Arguments.Any(a => Asks(a, path)));
                default:
                    return outcome && Asks(condition, path);
            }
        }
    }

    // if (await Task.WhenAny(task, Task.Delay(limit)) == task)
    private bool IsFirst(IBinaryOperation equality, ValuePath path)
    {
        return Is(equality.LeftOperand, equality.RightOperand) || Is(equality.RightOperand, equality.LeftOperand);

        bool Is(IOperation first, IOperation task) => IsBornCompleted(first, 0, null, default) && IsDoneWith(task, path);
    }

    private bool Asks(IOperation operation, ValuePath path) =>
        operation.DescendantsAndSelf().Any(o => Asked(o) is { } asked && IsDoneWith(asked, path));
}
