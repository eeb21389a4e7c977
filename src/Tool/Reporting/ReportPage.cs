using System.Security.Cryptography;
using System.Text;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The page: style, data and script in one file that asks nobody for anything. The policy in its head lets no other script run.</summary>
internal static class ReportPage
{
    public static void Write(TextWriter output, ReportData data)
    {
        var script = Asset("report.js");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        output.Write(Asset("report.html")
            .Replace("@POLICY@", $"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", StringComparison.Ordinal)
            .Replace("@STYLE@", Asset("report.css"), StringComparison.Ordinal)
            .Replace("@SCRIPT@", script, StringComparison.Ordinal)
            .Replace("@DATA@", data.ToJson(), StringComparison.Ordinal));
    }

    private static string Asset(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("PerfAnalyzers.Tool.Reporting.Page." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
