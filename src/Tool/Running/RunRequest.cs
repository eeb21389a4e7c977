namespace PerfAnalyzers.Tool.Running;

/// <summary>What <c>perfevidence run</c> was asked to do.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="Output">Where the evidence goes.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="StopAfter">When to stop a program that does not end by itself.</param>
/// <param name="Sampling">Whether to sample thread time.</param>
/// <param name="Heap">Whether to say which types grow.</param>
/// <param name="NoInline">Whether to keep the JIT from inlining.</param>
internal sealed record RunRequest(
    string Profile, OutputFile Output, IReadOnlyList<string> Command, TimeSpan? StopAfter, bool Sampling, bool Heap, bool NoInline);
