namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>A request of an HTTP archive, without what was sent and received.</summary>
/// <param name="Name">Method and shape of the path.</param>
/// <param name="Host">The host and port, for telling apart; never written.</param>
/// <param name="Start">When it began.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="IsStatic">A script, style, image or font: no code of the program answers it.</param>
internal sealed record HarEntry(string Name, string Host, DateTimeOffset Start, double DurationMs, bool IsStatic);
