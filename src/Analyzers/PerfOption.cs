namespace PerfAnalyzers;

/// <summary>One documented option.</summary>
/// <param name="Key">The key in <c>.editorconfig</c> or <c>.globalconfig</c>.</param>
/// <param name="Default">The value when it is not set.</param>
/// <param name="Meaning">What it decides, as a sentence.</param>
internal sealed record PerfOption(string Key, string Default, string Meaning);
