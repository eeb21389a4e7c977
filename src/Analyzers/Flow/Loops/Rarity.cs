namespace PerfAnalyzers.Flow.Loops;

/// <summary>How often an operation runs when its member runs, repetition aside.</summary>
internal enum Rarity
{
    /// <summary>Whenever the member runs, as far as can be seen.</summary>
    Always,

    /// <summary>On some branch.</summary>
    Sometimes,

    /// <summary>Where something that was loaded before lacks it: <c>line.Product ?? Load(line.ProductId)</c>.</summary>
    WhenMissing,

    /// <summary>When enough has been collected: once for many.</summary>
    WhenFull,

    /// <summary>Until its result has been remembered, once for each key: as often as there are keys, and then no more.</summary>
    OncePerKey,

    /// <summary>Until its result has been remembered.</summary>
    UntilRemembered,

    /// <summary>When something went wrong, or never.</summary>
    OnError,
}
