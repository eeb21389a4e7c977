namespace PerfAnalyzers.Tool.Tests.Reporting;

/// <summary>A test that needs a browser; skipped, saying so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Browser is null)
            Skip = "Chromium is not installed: set PERFANALYZERS_CHROMIUM to its executable, or run .ci/run, which installs it";
    }

    /// <summary>The browser's executable, or null.</summary>
    public static string? Browser { get; } =
        new[] { Environment.GetEnvironmentVariable("PERFANALYZERS_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
}
