using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Flow.Loops;

/// <summary><c>Delete(id, [Kind.Small, Kind.Large])</c>: a loop over a parameter turns as often as its callers say, and all who are in sight write out a few.</summary>
internal sealed class FewGiven(MemberUses uses, LoopGuards guards)
{
    private const int MaxCallers = 3;

    /// <summary>Why a loop over what its member was given has few turns, as a clause; null when a caller gives more, or nobody is seen to call.</summary>
    public string? Because(Repeat repeat, CancellationToken cancellationToken) =>
        repeat.Source is { } source && IsFew(source, 0, cancellationToken) ? "every caller hands over a few, written in the code" : null;

    private bool IsFew(IOperation source, int depth, CancellationToken cancellationToken)
    {
        source = OperationShape.Unwrap(source);
        if (depth >= MaxCallers || (source is ICoalesceOperation { Value: var given } ? OperationShape.Unwrap(given) : source) is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method, Ordinal: var ordinal } })
            return false;

        var callers = uses.Of(method.OriginalDefinition, cancellationToken);
        return !callers.IsEmpty && callers.All(c => c is IInvocationOperation call && call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value is { } argument &&
            (OperationShape.IsNull(argument) || guards.IsFew(argument) || IsFew(argument, depth + 1, cancellationToken)));
    }
}
