using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Commands;

namespace PerfAnalyzers.Tool.Tests.Asking;

/// <summary>What the tool says about itself, and what the documentation says about it.</summary>
public sealed partial class HelpTests
{
    public static TheoryData<string> Names => [.. Verbs.Root().Subcommands.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verb_has_examples_that_it_understands(string verb)
    {
        Assert.True(Examples.All.TryGetValue(verb, out var examples), "there is none");
        foreach (var example in examples)
        {
            var parsed = Verbs.Root().Parse(example["perfevidence ".Length..]);
            Assert.Empty(parsed.Errors);
            Assert.Equal(verb, parsed.CommandResult.Command.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_said_is_a_sentence(string verb)
    {
        var command = Verbs.Root().Subcommands.Single(v => v.Name == verb);
        Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
        foreach (var option in command.Options.Where(o => !o.Hidden))
        {
            Assert.EndsWith(".", option.Description, StringComparison.Ordinal);
            // '--limit <limit>' says nothing.
            Assert.True(option.ValueType == typeof(bool) || option.HelpName is { Length: > 0 } || option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Any(), $"{option.Name} does not say what it takes");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_about_measuring_has_the_options_that_there_are(string verb)
    {
        if (verb == "scan")
            return;

        var page = File.ReadAllText(Path.Combine(Programs.RepositoryRoot, "docs/evidence.md"));
        var synopsis = Synopsis().Matches(page).Select(m => m.Groups["text"].Value).Single(t => t.StartsWith($"perfevidence {verb} ", StringComparison.Ordinal));
        var command = Verbs.Root().Subcommands.Single(v => v.Name == verb);
        var known = command.Options.SelectMany(o => o.Aliases.Append(o.Name)).ToHashSet(StringComparer.Ordinal);
        var told = Option().Matches(synopsis).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

        Assert.All(told, o => Assert.True(known.Contains(o), $"the page has {o}, which '{verb}' does not know"));
        Assert.All(
            command.Options.Where(o => !o.Hidden && o is not System.CommandLine.Help.HelpOption),
            o => Assert.True(told.Overlaps(o.Aliases.Append(o.Name)), $"the page does not have {o.Name} of '{verb}'"));
    }

    [Fact]
    public async Task Help_ends_with_examples()
    {
        var result = await Programs.PerfEvidenceAsync(Path.GetTempPath(), "top", "--help");
        Assert.Equal(0, result.ExitCode);
        // Whoever asks has not typed the rest.
        Assert.Equal(0, (await Programs.PerfEvidenceAsync(Path.GetTempPath(), "diff", "--help")).ExitCode);
        Assert.Contains("Options:", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Examples:\n  perfevidence top\n  perfevidence top trace.nettrace --sort total -n 50\n\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"```text synopsis\n(?<text>[^`]+)```")]
    private static partial Regex Synopsis();

    [GeneratedRegex(@"(?<=[\[| ])--?[a-z][a-z-]*")]
    private static partial Regex Option();
}
