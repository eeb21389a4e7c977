using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Running;

/// <summary>What <c>perfevidence attach</c> was asked to do.</summary>
/// <param name="Process">The process.</param>
/// <param name="Duration">How long.</param>
/// <param name="Sampling">Whether to sample thread time.</param>
/// <param name="Heap">Whether to say which types grow.</param>
/// <param name="Output">Where the evidence goes.</param>
/// <param name="Report">The profile's name, and how the result is told.</param>
/// <param name="Symbols">Directories to look for assemblies in.</param>
/// <param name="Places">Where the sources are.</param>
internal sealed record AttachRequest(
    int Process, TimeSpan Duration, bool Sampling, bool Heap, OutputFile Output, Commands.ImportRequest Report, IReadOnlyList<string> Symbols, PlaceResolver Places);
