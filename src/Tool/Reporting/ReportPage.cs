using System.Security.Cryptography;
using System.Text;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>The page: style, data and scripts in one file that asks nobody for anything. The policy in its head lets no other script run.</summary>
internal static class ReportPage
{
    private static readonly string[] s_scripts = ["base.js", "tables.js", "verdicts.js", "flame.js", "waterfall.js", "report.js"];

    public static void Write(TextWriter output, ReportData data)
    {
        var library = Asset("d3-flame-graph.js");
        var script = "\"use strict\";\n(() => {\n" + string.Concat(s_scripts.Select(Asset)) + "})();\n";
        var policy = "default-src 'none'; style-src 'unsafe-inline'; script-src " + Hash(library) + " " + Hash(script) +
            "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

        // In parts: data may hold any text, also what stands for another part.
        var page = Asset("report.html").Split('@');
        for (var i = 0; i < page.Length; i++)
        {
            output.Write((i % 2 == 0, page[i]) switch
            {
                (true, var text) => text,
                (_, "POLICY") => policy,
                (_, "STYLE") => Asset("report.css"),
                (_, "LIBRARY") => library,
                (_, "SCRIPT") => script,
                (_, "DATA") => Data(data),
                (_, var name) => throw new InvalidOperationException($"The page has no part '{name}'."),
            });
        }
    }

    private static string Data(ReportData data)
    {
        using var buffer = new MemoryStream();
        data.Write(buffer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Asset(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("PerfAnalyzers.Tool.Reporting.Page." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
