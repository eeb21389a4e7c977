using System.Collections.Immutable;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Memory;

namespace PerfAnalyzers.Facts;

/// <summary>What a project says about a collection of one of its classes: one object of the class that lives as long as the process grows without end.</summary>
/// <param name="Store">The field or property.</param>
/// <param name="Part">The class of a part in which it is, where the class holds that part; else empty.</param>
/// <param name="Add">What adds: <c>GetOrAdd</c>.</param>
/// <param name="IsKeyed">What is there already is not put in again.</param>
/// <param name="Members">Documentation ids of the members that others call and that add.</param>
/// <param name="Run">How often they are seen to run.</param>
/// <param name="Held">What the heap holds more of.</param>
internal sealed record GrowthFact(string Store, string Part, string Add, bool IsKeyed, ImmutableArray<string> Members, RunKind Run, HeldTypes Held);
