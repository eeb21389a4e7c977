using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>The blocks of one page of the documentation.</summary>
internal static partial class MarkdownPage
{
    private const string NotRun = "not run:";

    /// <summary>The pages for users, relative to the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", "samples/README.md", "src/Package/README.md",
        .. Directory.EnumerateFiles(Path.Combine(PackedPackage.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(PackedPackage.RepositoryRoot, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a page.</summary>
    public static string Read(string page) => File.ReadAllText(Path.Combine(PackedPackage.RepositoryRoot, page)).ReplaceLineEndings("\n");

    /// <summary>Every fence: its line, what stands behind it, and what is in it.</summary>
    public static IEnumerable<(int Line, string Info, string Text)> Fences(string markdown)
    {
        foreach (Match fence in Fence().Matches(markdown))
        {
            var indent = fence.Groups["indent"].Value;
            var text = string.Join('\n', fence.Groups["text"].Value.Split('\n').Select(l => l.StartsWith(indent, StringComparison.Ordinal) ? l[indent.Length..] : l));
            yield return (markdown.AsSpan(0, fence.Index).Count('\n') + 1, fence.Groups["info"].Value.Trim(), text);
        }
    }

    /// <summary>What a reader acts on, in order.</summary>
    public static IReadOnlyList<Block> Blocks(string page) => Blocks(page, Read(page));

    /// <summary>What a reader of this text acts on, in order.</summary>
    public static IReadOnlyList<Block> Blocks(string page, string markdown)
    {
        var blocks = new List<Block>();
        foreach (var (line, info, text) in Fences(markdown))
        {
            var (language, detail) = info.Split(' ', 2) is [var first, var rest] ? (first, rest.Trim()) : (info, "");
            if (language == "sh")
                blocks.Add(Commands(page, line, text, detail));
            else if (language == "yaml")
                blocks.AddRange(Steps(page, line, text));
            else if (Title().Match(detail) is { Success: true } title)
                blocks.Add(new(page, line, BlockKind.File, text, title.Groups["name"].Value));
            else if (language == "text" && detail == "output")
                blocks.Add(new(page, line, BlockKind.Output, text));
        }

        return blocks;
    }

    private static Block Commands(string page, int line, string text, string detail) => detail switch
    {
        "" => new(page, line, BlockKind.Commands, text),
        "in the clone" => new(page, line, BlockKind.CommandsInTheClone, text),
        _ when detail.StartsWith(NotRun, StringComparison.Ordinal) => new(page, line, BlockKind.NotRun, text, detail[NotRun.Length..].Trim()),
        _ => throw new FormatException($"{page}:{line}: '{detail}' says neither where the commands run nor why they do not"),
    };

    // The commands of a pipeline are commands like any other; a comment above one says why it is not run.
    private static IEnumerable<Block> Steps(string page, int line, string yaml)
    {
        var lines = yaml.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Run().Match(lines[i]) is not { Success: true } run)
                continue;

            var text = run.Groups["text"].Value;
            if (text == "|")
            {
                var indent = lines[i + 1].Length - lines[i + 1].TrimStart().Length;
                text = string.Join('\n', lines.Skip(i + 1).TakeWhile(l => l.Length - l.TrimStart().Length >= indent || l.Trim().Length == 0).Select(l => l.Trim().Length == 0 ? "" : l[indent..]));
            }

            var above = i == 0 ? "" : lines[i - 1].Trim().TrimStart('#').Trim();
            yield return above.StartsWith(NotRun, StringComparison.Ordinal)
                ? new(page, line + i + 1, BlockKind.NotRun, text, above[NotRun.Length..].Trim())
                : new(page, line + i + 1, BlockKind.Commands, text);
        }
    }

    [GeneratedRegex(@"^(?<indent> *)```(?<info>[^\n`]*)\n(?<text>.*?)^\k<indent>```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("""^title="(?<name>[^"]+)"$""")]
    private static partial Regex Title();

    [GeneratedRegex(@"^ *(- )?run: (?<text>.+)$")]
    private static partial Regex Run();
}
