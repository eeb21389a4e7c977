using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Memory;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Is what a thread waits for asked only until its answer has been remembered? The wait stands behind such a memory, which outlives the request, or all that is awaited in the member which makes the task does.
/// </summary>
internal sealed class RememberedTasks(Rareness rareness, MemberBodies bodies, Dispatch dispatch, Func<Lifetimes> lifetimes)
{
    /// <summary>Locals that are made from locals.</summary>
    private const int MaxLocals = 4;

    /// <summary>The answer for a wait; where one answer is remembered for each key there are as many waits as keys, and it is no.</summary>
    public bool IsRemembered(TaskWait wait, CancellationToken cancellationToken) =>
        IsOnce(wait.Operation, cancellationToken) ||
        (wait.Source is { } source && TakesNothing(source) && dispatch.Targets(source) is { IsEmpty: false } targets && targets.All(t => AwaitsOnce(t, cancellationToken)));

    private bool IsOnce(IOperation operation, CancellationToken cancellationToken) =>
        rareness.Of(operation) is Rarity.UntilRemembered && !TakesKey(operation, 0) && IsKept(OperationShape.RootOf(operation), cancellationToken);

    // var service = Instance; ... service.LoadAsync().Result: what a local is made from decides.
    private static bool TakesKey(IOperation operation, int depth) =>
        depth >= MaxLocals || Inputs.TakesKey(operation, local => LocalDefinitions.Single(local) is not { } made || TakesKey(made, depth + 1));

    private bool IsKept(IOperation body, CancellationToken cancellationToken) => body.Descendants().OfType<IAssignmentOperation>().Any(a => OperationShape.Unwrap(a.Target) switch
    {
        IFieldReferenceOperation { Field: var field } => IsShared(field, cancellationToken),
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } => IsShared(property, cancellationToken),
        _ => false,
    });

    // A field of an object may live for one request, and is asked for anew in the next, unless there is only one such object.
    private bool IsShared(ISymbol store, CancellationToken cancellationToken) => store.IsStatic || lifetimes().IsOne(store.ContainingType, cancellationToken);

    private static bool TakesNothing(IMethodSymbol method) => method.Parameters.All(p => p.Type.Name == "CancellationToken");

    // if (_genres is not null) return _genres; ... _genres = await ...;
    private bool AwaitsOnce(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!method.IsAsync || bodies.Of(method, cancellationToken) is not { } body || MemberBodies.IsGiant(body))
            return false;

        var awaits = MemberBodies.Operations(body).OfType<IAwaitOperation>().ToList();
        return awaits.Count > 0 && awaits.TrueForAll(a => rareness.Of(a) is Rarity.UntilRemembered) && IsKept(body, cancellationToken);
    }
}
