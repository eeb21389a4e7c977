using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Where round trips come from, as long as addresses have no names.</summary>
/// <param name="Stack">The stack that issued it, or -1.</param>
/// <param name="Opening">The stack that opened its connection: what issued it when its own stack begins at the scheduler, because opening had to wait.</param>
/// <param name="Tag">The place that the statement itself names.</param>
/// <param name="Operation"><c>db.read</c>, <c>db.write</c>, <c>http</c>.</param>
internal sealed record SiteKey(int Stack, int Opening, CodePlace Tag, string Operation);
