namespace PerfAnalyzers.Tool;

/// <summary>What the tool's process answers; <c>docs/evidence.md</c> lists them for users. A measured command's own failure comes before all.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command line is wrong.</summary>
    public const int BadArguments = 2;

    /// <summary>The command ran, but nothing was measured in it.</summary>
    public const int NothingRecorded = 3;

    /// <summary>The evidence file cannot be written where it belongs.</summary>
    public const int OutputNotWritable = 4;

    /// <summary>An evidence file is missing or malformed.</summary>
    public const int BadEvidence = 5;

    /// <summary>The command to measure does not exist or cannot be started.</summary>
    public const int CommandNotStarted = 127;
}
