namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>Documentation that cannot lie: what a page tells a reader to type is typed, in the order of the page; what he has typed before, in the tutorial or on the same page, is not typed again.</summary>
[Collection(Documented.Name)]
public sealed class DocumentedCommandTests(DocumentedReader reader)
{
    /// <summary>The pages with commands, beside those that the reader has followed to get here.</summary>
    public static TheoryData<string> Pages => [.. MarkdownPage.All.Where(p => p != DocumentedReader.Tutorial && MarkdownPage.Blocks(p).Any(IsRun))];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Commands_of_a_page_run(string page) => reader.Machine.FollowAsync(DirectoryOf(page), NewTo(page));

    [Fact]
    public Task The_shell_completes_what_is_typed() => reader.Machine.FollowAsync(reader.Machine.Project,
    [
        .. MarkdownPage.Blocks("docs/evidence.md").Where(b => b.Text.Contains("complete -F", StringComparison.Ordinal)),
        new("a shell", 0, BlockKind.Commands, "COMP_LINE='perfevidence im' COMP_POINT=15 && _perfevidence && echo \"offered: ${COMPREPLY[*]}\""),
        new("a shell", 1, BlockKind.Output, "offered: import"),
    ]);

    [Fact]
    public void Only_the_readme_is_read_in_the_clone() => Assert.All(
        MarkdownPage.All.Where(p => p != DocumentedReader.Readme), p => Assert.DoesNotContain(MarkdownPage.Blocks(p), b => b.Kind is BlockKind.CommandsInTheClone));

    // Pages about captures are read where these lie.
    private string DirectoryOf(string page) =>
        page.StartsWith("docs/sources/", StringComparison.Ordinal) || page == "docs/report.md" ? reader.Machine.Captures : reader.Machine.Project;

    private static List<Block> NewTo(string page)
    {
        var typed = MarkdownPage.Blocks(DocumentedReader.Tutorial).Where(b => b.Kind is BlockKind.Commands).SelectMany(b => b.Text.Split('\n')).Select(Command).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. MarkdownPage.Blocks(page)
                .Where(IsRun)
                .Select(b => b.Kind is BlockKind.Commands ? b with { Text = string.Join('\n', b.Text.Split('\n').Where(l => typed.Add(Command(l)) || l.Trim().Length == 0)) } : b),
        ];
    }

    private static bool IsRun(Block block) => block.Kind is BlockKind.Commands or BlockKind.File or BlockKind.Output;

    // Without the remark behind it.
    private static string Command(string line) => line.Split("  #", 2)[0].Trim();
}
