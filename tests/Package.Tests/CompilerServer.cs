using System.Diagnostics;

namespace PerfAnalyzers.Package.Tests;

/// <summary>
/// The compiler that all builds of these tests share, as those of a user do: each with one of its own would compile the compiler first, which is most of what a small build takes. It is
/// nobody else's, and ends with the tests.
/// </summary>
internal static class CompilerServer
{
    private static readonly Lazy<string?> s_pipe = new(Start);

    /// <summary>Lets the builds that a process starts find it. Where it is not known what belongs to this SDK, they have none.</summary>
    public static void Offer(ProcessStartInfo start)
    {
        start.Environment["UseSharedCompilation"] = s_pipe.Value is null ? "false" : "true";
        if (s_pipe.Value is { } pipe)
            start.Environment["SharedCompilationId"] = pipe;
    }

    private static string? Start()
    {
        // 'dotnet test' says which SDK it is of.
        var sdk = Environment.GetEnvironmentVariable("MSBuildSDKsPath") is { Length: > 0 } sdks ? Path.GetDirectoryName(sdks.TrimEnd(Path.DirectorySeparatorChar)) : null;
        var server = sdk is null ? null : Path.Combine(sdk, "Roslyn", "bincore", "VBCSCompiler.dll");
        if (!File.Exists(server))
            return null;

        var pipe = $"perfanalyzers-{Guid.NewGuid():N}";
        var start = new ProcessStartInfo("dotnet", [server, $"-pipename:{pipe}"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var process = Process.Start(start);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process?.Kill();
        return pipe;
    }
}
