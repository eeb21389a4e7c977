using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Xunit;

namespace PerfAnalyzers.Testing;

internal static class TextComparison
{
    /// <summary>Fails with a line diff, which a reader can paste from; line endings count.</summary>
    public static void AssertEqual(string expected, string actual, string what)
    {
        if (expected == actual)
            return;

        if (expected.ReplaceLineEndings("\n") == actual.ReplaceLineEndings("\n"))
            Assert.Fail($"The {what} is right but for its line endings:\n{actual.Replace("\r", "\\r", StringComparison.Ordinal)}");

        var lines = InlineDiffBuilder.Diff(expected, actual).Lines.Select(line => line.Type switch
        {
            ChangeType.Inserted => "+ " + line.Text,
            ChangeType.Deleted => "- " + line.Text,
            _ => "  " + line.Text,
        });
        Assert.Fail($"The {what} differs (- expected, + actual):\n{string.Join('\n', lines)}");
    }
}
