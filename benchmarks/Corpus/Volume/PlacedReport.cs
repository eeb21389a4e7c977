using PerfAnalyzers.Corpus.Analyzing;

namespace PerfAnalyzers.Corpus.Volume;

/// <summary>A report and the repository that it is about.</summary>
internal sealed record PlacedReport(PinnedRepository Repository, Report Report);
