using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>A collection that a query loads with its rows, and that is only asked for a value.</summary>
/// <param name="Include">The call that loads it.</param>
/// <param name="Navigation">The collection.</param>
/// <param name="Use">Where it is asked.</param>
/// <param name="Name">For what.</param>
internal sealed record CountedInclude(IInvocationOperation Include, IPropertySymbol Navigation, IOperation Use, string Name);
