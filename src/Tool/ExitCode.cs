namespace PerfAnalyzers.Tool;

/// <summary>What the tool's process answers; <c>docs/evidence.md</c> lists them for users. A measured command's own failure comes before all.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A scan found something to warn about, or a budget is broken.</summary>
    public const int Findings = 1;

    /// <summary>The command line is wrong.</summary>
    public const int BadArguments = 2;

    /// <summary>The command ran, but nothing was measured in it.</summary>
    public const int NothingRecorded = 3;

    /// <summary>The output cannot be written where it belongs.</summary>
    public const int OutputNotWritable = 4;

    /// <summary>A file of evidence or budgets is missing or malformed.</summary>
    public const int BadEvidence = 5;

    /// <summary>A solution, project or assembly is missing, cannot be loaded or does not compile.</summary>
    public const int BadProject = 6;

    /// <summary>A capture ended early or could not be used as a whole; what could be used was. Or a budget is kept, and only by such evidence.</summary>
    public const int PartialCapture = 7;

    /// <summary>No budget is broken, but one could not be judged: there is no evidence, only evidence of other code, or no budget at all.</summary>
    public const int NotJudged = 8;

    /// <summary>A running system cannot be reached, refuses, or answers with something else.</summary>
    public const int NotFetched = 9;

    /// <summary>The tool itself is at fault.</summary>
    public const int OwnFault = 70;

    /// <summary>The command or process to measure does not exist, cannot be started or does not answer.</summary>
    public const int CommandNotStarted = 127;
}
