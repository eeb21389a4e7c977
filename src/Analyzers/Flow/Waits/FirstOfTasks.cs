using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>What is known of several tasks from which of them completed first.</summary>
internal sealed class FirstOfTasks(ApiIndex apis)
{
    /// <summary>The call that waits for the first of several, also by way of a variable: <c>var any = Task.WhenAny(tasks); ... await any</c>.</summary>
    public IInvocationOperation? CallOf(IOperation task) => Defined(task) is IInvocationOperation call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.FirstOf ? call : null;

    /// <summary>What makes a task: the task itself, or the only value of its variable.</summary>
    public static IOperation? Defined(IOperation task) =>
        OperationShape.TaskOf(task) is not ILocalReferenceOperation local ? OperationShape.TaskOf(task) : LocalDefinitions.Single(local) is { } definition ? OperationShape.TaskOf(definition) : null;

    /// <summary>Of two, what is not the one is the other: <c>var first = await Task.WhenAny(task, delay); if (first == delay) throw ...;</c>.</summary>
    public bool IsNotTheOther(IBinaryOperation equality, ValuePath path)
    {
        return Is(equality.LeftOperand, equality.RightOperand) || Is(equality.RightOperand, equality.LeftOperand);

        bool Is(IOperation first, IOperation other) => ValuePath.Of(other) is { } known && Defined(first) is IAwaitOperation { Operation: var awaited } && CallOf(awaited) is { } call &&
            TasksOf(call) is { Count: 2 } tasks && tasks.Exists(t => t?.IsSame(known) == true) && tasks.Exists(t => t?.IsSame(path) == true);
    }

    /// <summary>The one that has the number: <c>var index = Task.WaitAny(started, failed, Task.Delay(limit)); if (index == 1) Log(failed.Result);</c>.</summary>
    public static bool IsNumbered(IBinaryOperation equality, ValuePath path)
    {
        return Is(equality.LeftOperand, equality.RightOperand) || Is(equality.RightOperand, equality.LeftOperand);

        bool Is(IOperation index, IOperation number) => number.ConstantValue is { HasValue: true, Value: int at and >= 0 } &&
            Defined(index) is IInvocationOperation { TargetMethod: { Name: nameof(Task.WaitAny), ContainingType: { } type } } call && TaskTypes.IsTask(type) &&
            TasksOf(call) is var tasks && at < tasks.Count && tasks[at]?.IsSame(path) == true;
    }

    private static List<ValuePath?> TasksOf(IInvocationOperation call) =>
        [.. call.Arguments.SelectMany(a => OperationShape.Unwrap(a.Value) is IArrayCreationOperation { Initializer.ElementValues: var elements } ? elements : [a.Value]).Select(ValuePath.Of)];
}
