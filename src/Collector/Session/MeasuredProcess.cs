using System.Reflection;

namespace PerfAnalyzers.Collector.Session;

/// <summary>
/// Whether this process is the program to be measured. <c>dotnet run</c> and <c>dotnet test</c> start the SDK's own programs first, and
/// those inherit the startup hook.
/// </summary>
internal static class MeasuredProcess
{
    private static readonly string[] SdkPrograms =
    [
        "dotnet", "MSBuild", "VBCSCompiler", "csc", "vbc", "fsc", "vstest.console", "datacollector", "dotnet-watch", "dotnet-format", "NuGet",
        "NuGet.CommandLine.XPlat", "Microsoft.Build.TaskHost", "rzc", "dotnet-svcutil", "perfevidence", "dotnet-dev-certs", "dotnet-user-secrets",
    ];

    /// <summary>Whether this process belongs to the SDK.</summary>
    public static bool IsSdkProgram(Assembly? entry, string? firstArgument)
    {
        var name = entry?.GetName().Name ?? Path.GetFileNameWithoutExtension(firstArgument ?? "");
        if (Array.Exists(SdkPrograms, p => p.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return true;

        // Tools that the SDK ships next to its compiler and that no list keeps up with.
        return entry is { Location: { Length: > 0 } path } && path.Replace('\\', '/').Contains("/sdk/", StringComparison.OrdinalIgnoreCase) &&
            File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "MSBuild.dll"));
    }
}
