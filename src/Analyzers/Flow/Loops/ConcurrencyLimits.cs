using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Do the turns of a loop run at the same time, a limited number of them?</summary>
internal sealed class ConcurrencyLimits(ApiIndex apis, MemberBodies bodies)
{
    private const string Limited = "a limited number at the same time";

    /// <summary>
    /// Why calls of another service in <paramref name="repeat"/> are as quick as can be where the service has nothing for many: a limited
    /// number goes out at the same time. Null when one waits for the other, or all go out at once.
    /// </summary>
    public string? AtOnceBecause(Repeat repeat, IOperation operation, EffectPath path, CancellationToken cancellationToken)
    {
        if (repeat.Construct is IInvocationOperation host && apis.Find(host.TargetMethod)?.Effect is ApiEffect.Limit)
            return Limited;

        if (!Overlaps(repeat, operation))
            return null;

        return IsCut(repeat) || WaitsBefore(operation, repeat.Construct) || WaitsOnTheWay(path, cancellationToken) ? Limited
            // A client of a cache that serves many callers sends what it is asked on one connection: tasks.Add(redis.StringGetAsync(key)).
            : path.Last.Fact is { System: "cache", IsConcurrent: true } ? "they are sent without waiting for one another"
            : null;
    }

    /// <summary>Why the turns of a loop are no elements of data, as a clause: each starts a worker that does the same, as long as there is something to do. Null when they are.</summary>
    public static string? WorkersBecause(Repeat repeat, IOperation operation) =>
        IsCount(repeat) && Overlaps(repeat, operation) && !IsOfTurn(repeat.Inside is IAnonymousFunctionOperation lambda ? lambda.Body : operation, repeat)
            ? "each turn starts a worker"
            : null;

    // Enumerable.Range(0, degree).Select(_ => WorkAsync(queue)), for (var i = 0; i < degree; i++) workers.Add(WorkAsync(queue));
    private static bool IsCount(Repeat repeat) => repeat.Loop is IForLoopOperation ||
        (repeat.Source is { } source && FewElements.IsCounted(Unwrap(source)));

    // The number itself, or what a loop makes of it: var id = ids[i]; tasks.Add(LoadAsync(id));
    private static bool IsOfTurn(IOperation part, Repeat repeat) => part.DescendantsAndSelf().Any(o =>
        VariableOf(o) is { } variable && (SymbolEqualityComparer.Default.Equals(variable, repeat.Element) || (variable is ILocalSymbol local && repeat.Loop is { } loop && loop.Declares(local))));

    // Task.WhenAll(orders.Take(20).Select(LoadAsync)), foreach (var some in orders.Chunk(20)) await Task.WhenAll(some.Select(LoadAsync));
    private bool IsCut(Repeat repeat)
    {
        if (repeat.Source is not { } source)
            return false;

        if (LoopGuards.Chain(source).Any(FewElements.IsCut))
            return true;

        return VariableOf(Unwrap(source)) is { } part && Ancestors(repeat.Construct).OfType<IForEachLoopOperation>().Any(l => l.Locals.Contains(part, SymbolEqualityComparer.Default) && LoopGuards.Chain(l.Collection).Any(IsChunk));
    }

    private bool IsChunk(IInvocationOperation call) => call.TargetMethod.Name == "Chunk" || apis.Find(call.TargetMethod)?.Effect is ApiEffect.Batch;

    // Select(async x => ...), Select(LoadAsync): tasks that somebody awaits together. In a loop, what is not awaited there goes on by itself.
    private static bool Overlaps(Repeat repeat, IOperation operation)
    {
        if (repeat.Loop is null)
            return repeat.Inside is IAnonymousFunctionOperation { Symbol.ReturnType: var lambda } ? TaskTypes.IsTask(lambda) : repeat.Inside is IMethodReferenceOperation { Method.ReturnType: var method } && TaskTypes.IsTask(method);

        var isDetached = TaskTypes.IsTask(operation.Type);
        for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation:
                    isDetached = true;
                    break;
                case IAwaitOperation when !IsInLambda(parent, repeat.Construct):
                    return false;
            }
        }

        return isDetached;
    }

    private static bool IsInLambda(IOperation operation, IOperation construct)
    {
        for (var current = operation.Parent; current is not null && current != construct; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation)
                return true;
        }

        return false;
    }

    // await gate.WaitAsync(); try { await http.GetAsync(...); } finally { gate.Release(); }
    private bool WaitsBefore(IOperation operation, IOperation construct)
    {
        for (var child = operation; child.Parent is { } parent && child != construct; child = parent)
        {
            if (parent is IBlockOperation block && block.Operations.TakeWhile(o => o != child).Any(Waits))
                return true;
        }

        return false;
    }

    private bool WaitsOnTheWay(EffectPath path, CancellationToken cancellationToken)
    {
        for (var i = 1; i < path.Steps.Length; i++)
        {
            if (path.Members[i] is { } member && bodies.Of(member, cancellationToken) is { } body
                && body.DescendantsAndSelf().FirstOrDefault(o => o.Syntax.Span.Contains(path.Steps[i].Location.SourceSpan) && o is IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation) is { } step
                && step.Syntax.SyntaxTree == path.Steps[i].Location.SourceTree && WaitsBefore(step, body))
            {
                return true;
            }
        }

        return false;
    }

    // A statement of its own, or one that holds what it waited for: using var hold = await gate.LockAsync();
    private bool Waits(IOperation statement) => statement switch
    {
        IExpressionStatementOperation { Operation: var expression } => IsWait(expression),
        IUsingDeclarationOperation { DeclarationGroup: var group } => group.Declarations.SelectMany(d => d.Declarators).Any(d => d.Initializer is { Value: var value } && IsWait(value)),
        _ => false,
    };

    private bool IsWait(IOperation expression) =>
        TaskOf(Unwrap(expression)) is IInvocationOperation { Instance: { } gate } call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.Limit && !IsLock(gate);

    // new SemaphoreSlim(1) lets one in.
    private static bool IsLock(IOperation gate) => Unwrap(gate) switch
    {
        ILocalReferenceOperation local => LocalDefinitions.Single(local)?.Syntax is BaseObjectCreationExpressionSyntax creation && StartsWithOne(creation),
        IFieldReferenceOperation { Field.DeclaringSyntaxReferences: { Length: 1 } references } => references[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } && StartsWithOne(creation),
        _ => false,
    };

    private static bool StartsWithOne(BaseObjectCreationExpressionSyntax creation) =>
        creation.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax { Token.Value: 1 };
}
