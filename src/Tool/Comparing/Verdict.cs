namespace PerfAnalyzers.Tool.Comparing;

/// <summary>What a difference between two measurements means.</summary>
internal enum Verdict
{
    /// <summary>Both are equal.</summary>
    Same,

    /// <summary>They differ by no more than measurements of the same code do.</summary>
    WithinNoise,

    /// <summary>It became less.</summary>
    Better,

    /// <summary>It became more.</summary>
    Worse,

    /// <summary>Only the second has it.</summary>
    New,

    /// <summary>Only the first has it.</summary>
    Gone,
}
