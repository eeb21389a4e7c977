using PerfAnalyzers.Tool.Commands;

namespace PerfAnalyzers.Tool.Tests.Asking;

/// <summary>Numbers on the command line: what is none, or could be read as another one, is refused with what is expected.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("-n: expected a whole number from 0 to ", "top", "-n", "abc")]
    [InlineData("-n: expected a whole number from 0 to ", "top", "-n", "99999999999")]
    [InlineData("--rows: expected a whole number from 0 to ", "top", "--rows", "-1")]
    [InlineData("-n: expected a whole number from 0 to ", "top", "-n", "1,5")]
    [InlineData("-n: expected a whole number from 0 to ", "top", "-n", " 1")]
    [InlineData("--depth: expected a whole number from 0 to ", "tree", "a", "--depth", "deep")]
    [InlineData("--min-percent: expected a number from 0 to 100, such as 1.5", "tree", "a", "--min-percent", "1,5")]
    [InlineData("--min-percent: expected a number from 0 to 100, such as 1.5", "tree", "a", "--min-percent", "few")]
    [InlineData("--min-percent: expected a number from 0 to 100, such as 1.5", "tree", "a", "--min-percent", "101")]
    [InlineData("--min-percent: expected a number from 0 to 100, such as 1.5", "tree", "a", "--min-percent", "NaN")]
    [InlineData("--limit: expected a whole number from 1 to 100000", "fetch", "http://a", "--limit", "many")]
    [InlineData("-n: expected a whole number from 1 to 100000", "fetch", "http://a", "-n", "0")]
    [InlineData("--explain: expected a whole number from 0 to 1000", "fetch", "http://a", "--explain", "1,000")]
    [InlineData("--pid: expected a whole number from 1 to ", "attach", "--pid", "abc")]
    [InlineData("--since: expected a time", "fetch", "http://a", "--since", "1,5h")]
    [InlineData("--for: expected a time", "attach", "--pid", "1", "--for", "1,000s")]
    public void What_is_no_number_is_refused(string reason, params string[] arguments)
    {
        var error = Assert.Single(Verbs.Root().Parse(arguments).Errors);
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_a_number_is_taken_and_what_is_not_given_has_its_default()
    {
        var tree = Verbs.Root().Parse("tree a --min-percent 1.5 --depth 3");
        Assert.Empty(tree.Errors);
        Assert.Equal((1.5, 3), (tree.GetValue<double>("--min-percent"), tree.GetValue<int>("--depth")));
        var without = Verbs.Root().Parse("tree a");
        Assert.Equal((1.0, 24), (without.GetValue<double>("--min-percent"), without.GetValue<int>("--depth")));
    }

    [Theory]
    [InlineData("top", "--sort", "nope")]
    [InlineData("fetch", "http://127.0.0.1:1", "--from", "nope")]
    public async Task A_word_that_is_not_known_is_told_in_one_readable_line(params string[] arguments)
    {
        var result = await Programs.PerfEvidenceAsync(Path.GetTempPath(), arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(" Must be one of: '", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', result.Error);
    }
}
