using System.Text.RegularExpressions;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>A rule's page: its heading, its sections, and the code in them.</summary>
internal sealed partial class RulePage
{
    private readonly Dictionary<string, string> _sections;

    private RulePage(string heading, Dictionary<string, string> sections)
    {
        Heading = heading;
        _sections = sections;
    }

    /// <summary>The first line.</summary>
    public string Heading { get; }

    /// <summary>Whether there is a section with text in it.</summary>
    public bool Has(string section) => _sections.TryGetValue(section, out var text) && text.Trim().Length > 0;

    /// <summary>Whether the page says something, anywhere.</summary>
    public bool Says(string text) => _sections.Values.Any(s => s.Contains(text, StringComparison.Ordinal));

    /// <summary>Whether a section has text that matches a pattern.</summary>
    public bool Says(string section, string pattern) => Regex.IsMatch(_sections[section], pattern);

    public static RulePage Of(string id)
    {
        var text = CheckedOut.Read($"docs/rules/{id}.md");
        var parts = ("\n" + text).Split("\n## ");
        return new(
            text[..text.IndexOf('\n', StringComparison.Ordinal)],
            parts.Skip(1).ToDictionary(p => p[..p.IndexOf('\n', StringComparison.Ordinal)], p => p[p.IndexOf('\n', StringComparison.Ordinal)..]));
    }

    /// <summary>The project that a section shows: its C# block and its evidence.</summary>
    public TestProject ProjectOf(string section)
    {
        var project = new TestProject();
        if (_sections[section].Contains("Microsoft.AspNetCore", StringComparison.Ordinal))
            project.References = TestReferences.Libraries;

        foreach (Match block in Fence().Matches(_sections[section]))
        {
            var file = new TestFile(block.Groups["language"].Value == "csharp" ? "Example.cs" : ".perf/example.perfevidence", block.Groups["text"].Value);
            (block.Groups["language"].Value == "csharp" ? project.Sources : project.AdditionalFiles).Add(file);
        }

        return project;
    }

    [GeneratedRegex(@"^```(?<language>csharp|perfevidence)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
