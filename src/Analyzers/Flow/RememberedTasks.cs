using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow;

/// <summary>
/// Is what a thread waits for asked only until its answer has been remembered? The wait stands behind such a memory, which outlives the request, or all that is awaited in the member which makes the task does.
/// </summary>
internal sealed class RememberedTasks(Rareness rareness, MemberBodies bodies, Dispatch dispatch)
{
    /// <summary>The answer for a wait; where one answer is remembered for each key there are as many waits as keys, and it is no.</summary>
    public bool IsRemembered(TaskWait wait, CancellationToken cancellationToken) =>
        IsOnce(wait.Operation) || (wait.Source is { } source && TakesNothing(source) && dispatch.Targets(source) is { IsEmpty: false } targets && targets.All(t => AwaitsOnce(t, cancellationToken)));

    private bool IsOnce(IOperation operation) => rareness.Of(operation) is Rarity.UntilRemembered && !Inputs.TakesKey(operation) && IsKept(OperationShape.RootOf(operation));

    // A field of an object may live for one request, and is asked for anew in the next.
    private static bool IsKept(IOperation body) => body.Descendants().OfType<IAssignmentOperation>().Any(a => OperationShape.Unwrap(a.Target) is IFieldReferenceOperation { Field.IsStatic: true } or IPropertyReferenceOperation { Property.IsStatic: true });

    private static bool TakesNothing(IMethodSymbol method) => method.Parameters.All(p => p.Type.Name == "CancellationToken");

    // if (_genres is not null) return _genres; ... _genres = await ...;
    private bool AwaitsOnce(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!method.IsAsync || bodies.Of(method, cancellationToken) is not { } body || MemberBodies.IsGiant(body))
            return false;

        var awaits = MemberBodies.Operations(body).OfType<IAwaitOperation>().ToList();
        return awaits.Count > 0 && IsKept(body) && awaits.TrueForAll(a => rareness.Of(a) is Rarity.UntilRemembered);
    }
}
