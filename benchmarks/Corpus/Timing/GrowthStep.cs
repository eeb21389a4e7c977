namespace PerfAnalyzers.Corpus.Timing;

/// <summary>What a generated program of one size costs; a line of a results file.</summary>
/// <param name="Lines">How long the program is.</param>
/// <param name="CompileSeconds">Processor time of compiling alone.</param>
/// <param name="FloorSeconds">Processor time of compiler and an analyzer that only looks at calls.</param>
/// <param name="OursSeconds">Processor time of compiler and all our rules.</param>
/// <param name="ExecutionSeconds">Roslyn's own sum of the time inside our analyzers.</param>
/// <param name="CompileMegabytes">Allocated by compiling alone.</param>
/// <param name="FloorMegabytes">Allocated by compiler and floor.</param>
/// <param name="OursMegabytes">Allocated with all our rules.</param>
internal sealed record GrowthStep(
    int Lines, double CompileSeconds, double FloorSeconds, double OursSeconds, double ExecutionSeconds,
    double CompileMegabytes, double FloorMegabytes, double OursMegabytes)
{
    /// <summary>What tables call the <see cref="Cells"/>.</summary>
    public static string[] Columns { get; } =
        ["lines", "compile cpu s", "with floor", "with ours", "inside ours s", "ms per 1,000 lines: compile", "ours adds", "MB: compile", "with floor", "with ours"];

    /// <summary>Its row.</summary>
    public string[] Cells =>
    [
        Terminal.Number(Lines, 0), Terminal.Number(CompileSeconds, 2), Terminal.Number(FloorSeconds, 2), Terminal.Number(OursSeconds, 2), Terminal.Number(ExecutionSeconds, 2),
        Terminal.Number(CompilePerThousand, 1), Terminal.Number(AddedPerThousand, 1), Terminal.Number(CompileMegabytes, 0), Terminal.Number(FloorMegabytes, 0), Terminal.Number(OursMegabytes, 0),
    ];

    /// <summary>What our rules add for a thousand lines.</summary>
    public double AddedPerThousand => (OursSeconds - CompileSeconds) * 1e6 / Lines;

    /// <summary>What the compiler takes for a thousand lines, in milliseconds.</summary>
    public double CompilePerThousand => CompileSeconds * 1e6 / Lines;
}
