using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>No command of the documentation is out of sight of <see cref="DocumentedCommandTests"/>.</summary>
public sealed partial class DocumentationBlockTests
{
    private static readonly string[] s_languages = ["sh", "yaml", "text", "csharp", "perfevidence", "xml", "ini", "diff", "mermaid", "json"];

    public static TheoryData<string> Pages => [.. MarkdownPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_command_is_run_or_says_why_it_is_not(string page)
    {
        foreach (var block in MarkdownPage.Blocks(page).Where(b => b.Kind is BlockKind.NotRun))
            Assert.True(block.Detail.Split(' ').Length >= 3, $"{block}: '{block.Detail}' is no reason");

        var markdown = MarkdownPage.Read(page);
        foreach (var (line, info, text) in MarkdownPage.Fences(markdown))
        {
            var language = info.Split(' ')[0];
            Assert.True(language.Length == 0 || s_languages.Contains(language), $"{page}:{line}: write ```{language} as one of {string.Join(", ", s_languages)}, so that it is known whether it is run");
            if (language is not ("sh" or "yaml"))
                Assert.DoesNotMatch(TypedCommand(), text);
        }

        // Four spaces are a block as well, and one that no test would see.
        Assert.DoesNotMatch(IndentedCommand(), AnyFence().Replace(markdown, ""));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_and_names_of_files_lead_somewhere(string page)
    {
        var text = AnyFence().Replace(MarkdownPage.Read(page), "");
        foreach (Match link in Link().Matches(text))
        {
            var target = link.Groups["target"].Value;
            var path = Path.Combine(PackedPackage.RepositoryRoot, Path.GetDirectoryName(page)!, target.Length == 0 ? Path.GetFileName(page) : target);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{page}: there is no {target}");
            if (link.Groups["heading"].Value is { Length: > 0 } heading)
                Assert.True(Headings(File.ReadAllText(path)).Contains(heading), $"{page}: {target} has no heading #{heading}");
        }

        foreach (Match file in FileName().Matches(text))
            Assert.True(Path.Exists(Path.Combine(PackedPackage.RepositoryRoot, file.Groups["path"].Value)), $"{page}: there is no {file.Groups["path"].Value}");
    }

    // As GitHub makes names of headings.
    private static HashSet<string> Headings(string markdown) =>
    [
        .. AnyFence().Replace(markdown.ReplaceLineEndings("\n"), "").Split('\n').Where(l => l.StartsWith('#'))
            .Select(l => new string([.. l.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c)])),
    ];

    [Fact]
    public void Blocks_are_told_apart_by_what_stands_behind_the_fence()
    {
        var blocks = MarkdownPage.Blocks("x.md", """
            ```sh
            one
            ```
            - in a list

              ```sh in the clone
              two
                three
              ```

            ```sh not run: needs a running Jaeger
            four
            ```
            ```csharp title="src/A.cs"
            class A;
            ```
            ```csharp
            class Shown;
            ```
            ```text output
            five
            ```
            ```yaml
            steps:
              - uses: actions/checkout@v5
              - run: six
              # not run: needs a pull request
              - run: |
                  seven
                    eight
              - name: Nine
                run: nine
            ```
            """.ReplaceLineEndings("\n"));

        Assert.Equal(
            [
                new("x.md", 1, BlockKind.Commands, "one\n"),
                new("x.md", 6, BlockKind.CommandsInTheClone, "two\n  three\n"),
                new("x.md", 11, BlockKind.NotRun, "four\n", "needs a running Jaeger"),
                new("x.md", 14, BlockKind.File, "class A;\n", "src/A.cs"),
                new("x.md", 20, BlockKind.Output, "five\n"),
                new("x.md", 26, BlockKind.Commands, "six"),
                new("x.md", 28, BlockKind.NotRun, "seven\n  eight", "needs a pull request"),
                new("x.md", 32, BlockKind.Commands, "nine"),
            ],
            blocks);
        Assert.Throws<FormatException>(() => MarkdownPage.Blocks("x.md", "```sh later\none\n```\n"));
    }

    // 'perfevidence 1', with a tab or a space, is the first line of a file.
    [GeneratedRegex(@"^\s*(\$ )?(dotnet (?!tool )|perfevidence (?!1\b)[a-z]+ (?!.*(\[|FILE|URL))|git |curl |gh )", RegexOptions.Multiline)]
    private static partial Regex TypedCommand();

    [GeneratedRegex(@"\]\((?!https?:|mailto:)(?<target>[^)#\s]*)(#(?<heading>[^)]*))?\)")]
    private static partial Regex Link();

    // What looks like a file of this repository; a name that begins with X stands for one to be written.
    [GeneratedRegex(@"`(?<path>(src|tests|eng|benchmarks|samples)/(?!\S*/X[A-Z])[A-Za-z0-9_./-]+)`")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^    (\$ )?(dotnet|perfevidence|git|curl|gh|bash) ", RegexOptions.Multiline)]
    private static partial Regex IndentedCommand();

    [GeneratedRegex(@"^ *```.*?^ *```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AnyFence();
}
