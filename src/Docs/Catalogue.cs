using System.Globalization;
using System.Text;

namespace PerfAnalyzers.Docs;

/// <summary>The list of the programs with which tests prove rules about data that is or is not loaded.</summary>
internal static class Catalogue
{
    private const string Path = "docs/catalogue.md";
    private const string Folder = "tests/CodeFixes.Tests/Catalogue";

    private const string Introduction =
        """
        # Catalogue

        Programs that the tests compile and run on Entity Framework Core 10 and SQLite (`tests/CodeFixes.Tests/Catalogue`). What a rule reports is wrong or costs queries when the program
        runs as it stands; what it does not report, does not; and with the fix applied nothing is left of it. PERF1005 is judged by SQLite's query plan, before and after the index that it asks for, PERF1006 by the
        rows and columns that come back and those of a better program, PERF1009 by the rows of the joined and of split queries. What could be better and is not reported all the same stands
        in groups of its own.

        """;

    /// <summary>The page with every program that is there.</summary>
    public static Document For(Repository repository)
    {
        var text = new StringBuilder();
        var total = 0;
        foreach (var file in Directory.GetFiles(repository.FullPath(Folder), "*.cases").Order(StringComparer.Ordinal))
        {
            var rule = System.IO.Path.GetFileNameWithoutExtension(file);
            text.Append(CultureInfo.InvariantCulture, $"\n## [{rule}](rules/{rule}.md)\n");
            total += Append(text, File.ReadLines(file));
        }

        text.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{total} programs.\n"));
        return new(repository, Path, GeneratedBlock.Replace(repository.Read(Path) ?? Introduction, text.ToString().TrimEnd()));
    }

    private static int Append(StringBuilder text, IEnumerable<string> lines)
    {
        var count = 0;
        string? name = null;
        var (isReported, isLazyOnly) = (false, false);
        foreach (var line in lines.Append("# "))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal) || line.StartsWith("# ", StringComparison.Ordinal))
            {
                if (name is not null)
                {
                    count++;
                    text.Append(CultureInfo.InvariantCulture, $"| {name} | {(isReported ? "reported" : isLazyOnly ? "reported where lazy loading is on" : "not reported")} |\n");
                }

                name = line[0] == '=' ? line[3..] : null;
                (isReported, isLazyOnly) = (false, false);
                if (line.Length > 2 && line[0] == '#')
                    text.Append(CultureInfo.InvariantCulture, $"\n### {line[2..]}\n\n| program | |\n|---|---|\n");
            }

            isReported |= line.Contains("[|", StringComparison.Ordinal);
            isLazyOnly |= line.Contains("{|LAZY:", StringComparison.Ordinal);
        }

        return count;
    }
}
