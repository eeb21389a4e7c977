using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>How often something runs, and who starts it.</summary>
/// <param name="Kind">How often.</param>
/// <param name="Root">The handler, callback, loop's member or called member; null when it runs once.</param>
internal readonly record struct Run(RunKind Kind, ISymbol? Root);
