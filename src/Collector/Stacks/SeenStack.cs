namespace PerfAnalyzers.Collector.Stacks;

/// <summary>What a look at a stack told.</summary>
/// <param name="Known">What is known of it; null when it is new.</param>
/// <param name="Codes">What a new one is to be known by; null when it is not to be learned.</param>
/// <param name="IsChecked">Whether it should be walked although it is known.</param>
internal readonly record struct SeenStack(KnownStack? Known, List<CodePlace>? Codes, bool IsChecked);

/// <summary>A stack that was walked.</summary>
/// <param name="Chain">Its user frames; null when it has none.</param>
internal sealed record KnownStack(CallChain? Chain);

/// <summary>An address of code on a stack.</summary>
/// <param name="Place">Where, in words from the innermost frame.</param>
/// <param name="Code">The address.</param>
internal readonly record struct CodePlace(int Place, nuint Code);
