using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>What one line did: the line that issues a command, or a line that called the member that does. Guarded by the recorder's lock.</summary>
internal sealed class SiteStats(SourceFrame frame, string operation, string? via)
{
    public SourceFrame Frame { get; } = frame;

    public string Operation { get; } = operation;

    /// <summary>The member that issued the commands, on a line that is a caller.</summary>
    public string? Via { get; } = via;

    public long Calls;
    public long Roots;
    public long MaxPerRoot;
    public long Rows;
    public bool RowsKnown;

    /// <summary>Some of the queries were read by somebody who does not count.</summary>
    public bool RowsUnknown;

    public TimeSpan Total;

    /// <summary>Within some root operation a key came again.</summary>
    public bool KeyRepeated;

    /// <summary>Within some root operation there was more than one key.</summary>
    public bool KeyChanged;

    /// <summary>Some of the commands did not show their parameters.</summary>
    public bool KeysUnknown;

    /// <summary>How keys repeat inside one operation; null when no operation ran the line twice, because then nothing can be said.</summary>
    public string? Keys => MaxPerRoot < 2 || KeysUnknown ? null : (KeyRepeated, KeyChanged) switch
    {
        (false, _) => "distinct",
        (true, false) => "same",
        (true, true) => "mixed",
    };
}
