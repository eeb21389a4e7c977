using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>One thing that is done with a collection.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Operation">Where it is done.</param>
/// <param name="Item">The key, or without keys the element, that is put in; null where that is nothing to see.</param>
/// <param name="IsKeyed">What is there already is not put in again.</param>
internal sealed record StoreUse(StoreUseKind Kind, IOperation Operation, IOperation? Item = null, bool IsKeyed = false);
