using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>A construct that runs an operation more than once for each time it runs itself.</summary>
/// <param name="Construct">The loop, or the call that runs a callback per element.</param>
/// <param name="Inside">The operation directly below <paramref name="Construct"/> on the way to what is repeated.</param>
/// <param name="Source">What is gone through; null when the construct has no such thing (<c>while</c>).</param>
/// <param name="Element">The variable that holds the current element, when there is one.</param>
/// <param name="StopsAtHit">The callback's answer may end the run: <c>Any</c>, <c>First</c>.</param>
internal sealed record Repeat(IOperation Construct, IOperation Inside, IOperation? Source, ISymbol? Element, bool StopsAtHit)
{
    /// <summary>Between the construct and what is repeated, a memory of earlier results is asked.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>The loop, unless the construct is a callback's host.</summary>
    public ILoopOperation? Loop => Construct as ILoopOperation;

    /// <summary>A loop of which <paramref name="child"/> is an immediate child that runs at every turn; null when it runs once.</summary>
    public static Repeat? Of(ILoopOperation loop, IOperation child) => loop switch
    {
        IForEachLoopOperation forEach when child != forEach.Collection => new(loop, child, forEach.Collection, ElementOf(forEach), false),
        IForLoopOperation @for when !@for.Before.Contains(child) => new(loop, child, null, @for.Locals.FirstOrDefault(), false),
        IForToLoopOperation or IWhileLoopOperation => new(loop, child, null, null, false),
        _ => null,
    };

    /// <summary>A call that runs the callback <paramref name="lambda"/> (null for a method group) for each element.</summary>
    public static Repeat Of(IOperation host, IOperation inside, IOperation? source, IAnonymousFunctionOperation? lambda, ApiCalls calls) =>
        new(host, inside, source, lambda?.Symbol.Parameters.FirstOrDefault(), calls is ApiCalls.EachUntil);

    private static ILocalSymbol? ElementOf(IForEachLoopOperation loop) => loop.LoopControlVariable switch
    {
        IVariableDeclaratorOperation declarator => declarator.Symbol,
        ILocalReferenceOperation reference => reference.Local,
        _ => loop.Locals.FirstOrDefault(),
    };
}
