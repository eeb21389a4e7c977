using PerfAnalyzers.Collector.Session;

/// <summary>What the runtime looks for, by this name and without a namespace, in an assembly listed in <c>DOTNET_STARTUP_HOOKS</c>.</summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before <c>Main</c>. An exception here would end the program, so none leaves.</summary>
    public static void Initialize()
    {
        try
        {
            CollectorSession.StartFromEnvironment();
        }
        catch (Exception)
        {
            // The program runs unmeasured.
        }
    }
}
