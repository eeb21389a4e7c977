using PerfAnalyzers.Benchmarks.Truth;

/// <summary>What the runtime looks for in an assembly of <c>DOTNET_STARTUP_HOOKS</c>: in a program that is to be compared, each command of EF Core is written down.</summary>
internal static class StartupHook
{
    /// <summary>Called before <c>Main</c>.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("COMMAND_LOG") is { Length: > 0 } file)
            CommandLog.Start(file);
    }
}
