using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>An operation that blocks the thread although something that can be awaited does the same.</summary>
/// <param name="Operation">A call, or what runs a query by going through it: a loop, a collection that is made of it.</param>
/// <param name="Fact">What it does, with the twin's name.</param>
/// <param name="Origin">The query that it runs; none when it is something else that blocks.</param>
/// <param name="Rows">What the query is asked of: what it is called on, or what it goes through; null when there is no such thing.</param>
internal sealed record BlockingCall(IOperation Operation, ApiFact Fact, QueryOrigin Origin, IOperation? Rows)
{
    /// <summary>What blocks, as the code calls it.</summary>
    public string Name => Operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IObjectCreationOperation { Constructor.ContainingType.Name: var type } => type,
        _ => Fact.Member,
    };

    /// <summary>What can be awaited instead.</summary>
    public string Twin => Fact.AsyncTwin!;

    /// <summary>The name that is called, or the rows that are gone through.</summary>
    public Location Location => Operation is IInvocationOperation or IObjectCreationOperation ? CallSteps.LocationOfName(Operation.Syntax) : Rows!.Syntax.GetLocation();

    /// <summary>Where it blocks: what is in a loop comes after the rows that it goes through.</summary>
    public TextSpan Span => SpanOf(Operation);

    /// <summary>The same of an operation that may be one.</summary>
    public static TextSpan SpanOf(IOperation operation) => (operation is IForEachLoopOperation loop ? loop.Collection : operation).Syntax.Span;
}
