using System.Collections.Immutable;

namespace PerfAnalyzers;

/// <summary>A call that a finding is about beside the one that it marks, as evidence knows it.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Operation">What evidence calls the operation: <c>http</c>.</param>
/// <param name="IssuedBy">Documentation ids of the member that issues it; empty when it is the member that contains the call.</param>
internal sealed record CalledBeside(int Line, string Operation, ImmutableArray<string> IssuedBy);
