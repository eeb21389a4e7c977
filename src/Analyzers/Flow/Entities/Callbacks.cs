using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>What goes into the functions that a call is given, and what comes out of them.</summary>
internal sealed class Callbacks(ApiIndex apis, Repetition repetition)
{
    /// <summary>The sequence whose elements a lambda's parameter stands for; null when the lambda is kept, or given something else.</summary>
    public IOperation? SourceOf(IParameterReferenceOperation reference, CancellationToken cancellationToken)
    {
        for (IOperation? current = reference; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, reference.Parameter.ContainingSymbol))
                return SourceOf(lambda, reference.Parameter, cancellationToken);
        }

        return null;
    }

    /// <summary>The lambdas and methods that a call is given, in order.</summary>
    public static IEnumerable<IOperation> In(IInvocationOperation call) => call.Arguments
        .Select(a => OperationShape.Unwrap(a.Value))
        .Select(v => v is IDelegateCreationOperation { Target: var target } ? target : v)
        .Where(v => v is IAnonymousFunctionOperation or IMethodReferenceOperation);

    /// <summary>Whether a value is a function.</summary>
    public static bool IsFunction(IOperation value) => OperationShape.Unwrap(value) is IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation;

    /// <summary>The values that a body returns or yields.</summary>
    public static ImmutableArray<IOperation> ReturnsOf(IOperation body) =>
        [.. MemberBodies.Operations(body is IAnonymousFunctionOperation lambda ? lambda.Body : body).OfType<IReturnOperation>().Select(r => r.ReturnedValue).OfType<IOperation>()];

    private IOperation? SourceOf(IAnonymousFunctionOperation lambda, IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        if (OperationShape.ArgumentOf(lambda) is not { Parent: IInvocationOperation call, Parameter: { } slot })
            return null;

        var fact = apis.Find(call.TargetMethod);
        if (fact?.Yields is not (ApiYields.Same or ApiYields.Result) && fact?.Loads is null or ApiLoads.Unstated &&
            repetition.UseOf(slot, cancellationToken) is not (ApiCalls.Each or ApiCalls.EachUntil))
        {
            return null;
        }

        // SelectMany(o => o.Lines, (o, l) => ...): the second parameter stands for what the first function returns.
        if (parameter.Ordinal == 1 && fact is { Yields: ApiYields.Result } && In(call).OfType<IAnonymousFunctionOperation>().FirstOrDefault(f => f != lambda) is { } first && ReturnsOf(first) is { Length: 1 } results)
        {
            return results[0];
        }

        return OperationShape.ReceiverOf(call) is { } receiver && Navigations.MayHold(receiver.Type, parameter.Type)
            ? receiver
            : call.Arguments.Select(a => a.Value).FirstOrDefault(v => !IsFunction(v) && Navigations.MayHold(v.Type, parameter.Type));
    }
}
