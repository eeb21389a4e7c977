namespace PerfAnalyzers.Tool.Commands;

/// <summary>What <c>import</c> was asked for.</summary>
/// <param name="Files">The captures.</param>
/// <param name="Profile">The profile's name.</param>
/// <param name="Commit">The commit that was measured, or null.</param>
/// <param name="Json">Whether programs read the answer.</param>
/// <param name="Quiet">Whether to say only what is wrong.</param>
internal sealed record ImportRequest(IReadOnlyList<string> Files, string Profile, string? Commit, bool Json, bool Quiet);
