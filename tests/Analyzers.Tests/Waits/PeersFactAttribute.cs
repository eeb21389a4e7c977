namespace PerfAnalyzers.Tests.Waits;

/// <summary>A test that needs other people's analyzers: <c>PERFANALYZERS_PEERS</c> names a folder with a folder for each package, which publishing <c>benchmarks/Analyzers/Peers</c> fills.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeersFactAttribute : FactAttribute
{
    private const string Variable = "PERFANALYZERS_PEERS";

    public PeersFactAttribute()
    {
        if (Folder is null)
            Skip = $"{Variable} names no folder of other analyzers: dotnet publish benchmarks/Analyzers/Peers -o peers fills one";
    }

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
}
