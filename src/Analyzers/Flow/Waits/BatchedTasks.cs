using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Has the batch been sent that a task belongs to? <c>var name = batch.GetAsync(1); await batch.ExecuteAsync(); name.Result</c>: what is awaited is given nothing, so that it can only be
/// about what the object was asked for before.
/// </summary>
internal static class BatchedTasks
{
    /// <summary>Variables and collections between a task and the call that makes it.</summary>
    private const int MaxSteps = 6;

    /// <summary>The answer for a wait.</summary>
    public static bool IsSent(TaskWait wait)
    {
        if (wait.Task is not { } task || MakersOf(task, 0).ToList() is not { Count: > 0 } makers)
            return false;

        var batches = makers.Select(m => AskedBy(m) is { } asked && OperationShape.Unwrap(asked) is ILocalReferenceOperation local ? local : null).ToList();
        return batches[0] is { } batch && LocalDefinitions.Single(batch) is not null && batches.TrueForAll(b => SymbolEqualityComparer.Default.Equals(b?.Local, batch.Local)) &&
            IsAwaitedBefore(wait.Operation, batch.Local, makers.Max(m => m.Syntax.Span.End));
    }

    // What is handed over may not bind, as long as what is asked does.
    private static IOperation? AskedBy(IOperation maker) => maker switch
    {
        IInvocationOperation call => call.Instance,
        IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } } unbound => unbound.ChildOperations.FirstOrDefault(),
        _ => null,
    };

    // The calls that make a task, or the tasks of a collection.
    private static IEnumerable<IOperation> MakersOf(IOperation value, int depth)
    {
        value = OperationShape.Unwrap(value);
        if (depth > MaxSteps)
            return [value];

        switch (value)
        {
            case ILocalReferenceOperation { Local: var local } reference when ValuePath.ElementOf(local, reference) is { } all:
                return MakersOf(all, depth + 1);
            case ILocalReferenceOperation local:
                return LocalDefinitions.Of(local).Concat(AddedTo(local)).SelectMany(d => MakersOf(d, depth + 1));
            case IParameterReferenceOperation { Parameter: var parameter } when ValuePath.SequenceOf(parameter, value) is { } sequence:
                return MakersOf(sequence, depth + 1);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }:
                return MakersOf(list, depth + 1);
            case IArrayElementReferenceOperation element:
                return MakersOf(element.ArrayReference, depth + 1);
            // ids.Select(i => batch.GetAsync(i)).ToList()
            case IInvocationOperation sequence when ValuePath.IsSequence(sequence.Type):
                return ReturnedIn(sequence) is { Count: > 0 } made ? made : OperationShape.ReceiverOf(sequence) is { } receiver ? MakersOf(receiver, depth + 1) : [value];
            // A list that is filled later.
            case IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } or ICollectionExpressionOperation { Elements.IsEmpty: true }:
                return [];
            default:
                return [value];
        }
    }

    private static IReadOnlyList<IOperation> ReturnedIn(IInvocationOperation call) => [.. call.Arguments.Select(a => OperationShape.Unwrap(a.Value)).OfType<IDelegateCreationOperation>()
        .Select(d => d.Target).OfType<IAnonymousFunctionOperation>().Where(l => ValuePath.IsAwaitable(l.Symbol.ReturnType))
        .SelectMany(l => MemberBodies.Operations(l)).OfType<IReturnOperation>().Select(r => r.ReturnedValue).OfType<IOperation>().Select(OperationShape.Unwrap)];

    private static IEnumerable<IOperation> AddedTo(ILocalReferenceOperation list) => !ValuePath.IsSequence(list.Type) ? [] : OperationShape.RootOf(list).Descendants().OfType<IInvocationOperation>()
        .Where(c => c is { TargetMethod.Name: "Add", Arguments.Length: 1, Instance: ILocalReferenceOperation { Local: var local } } && SymbolEqualityComparer.Default.Equals(local, list.Local))
        .Select(c => c.Arguments[0].Value);

    // In a statement that comes before it, or in the condition that it stands behind.
    private static bool IsAwaitedBefore(IOperation use, ILocalSymbol batch, int after)
    {
        for (var (child, parent) = (use, use.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            foreach (var earlier in parent.ChildOperations.TakeWhile(c => c != child))
            {
                if (earlier is not (IBlockOperation or IConditionalOperation or ILoopOperation or ISwitchOperation or ITryOperation or ILocalFunctionOperation) &&
                    MemberBodies.Operations(earlier).Any(o => o is IAwaitOperation awaited && awaited.Syntax.SpanStart >= after && Sends(awaited.Operation, batch)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // await batch.ExecuteAsync().ConfigureAwait(false)
    private static bool Sends(IOperation awaited, ILocalSymbol batch) =>
        OperationShape.TaskOf(awaited) is IInvocationOperation { Instance: ILocalReferenceOperation { Local: var local } } call && SymbolEqualityComparer.Default.Equals(local, batch) &&
        call.Arguments.All(a => a.ArgumentKind is ArgumentKind.DefaultValue || a.Value.Type?.Name == "CancellationToken");
}
