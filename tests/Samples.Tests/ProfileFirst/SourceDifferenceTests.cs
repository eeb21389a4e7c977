using ProfileFirst.Scratch;

namespace PerfAnalyzers.Samples.Tests.ProfileFirst;

public sealed class SourceDifferenceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("source-difference-").FullName;

    [Fact]
    public void Nothing_changed_is_no_difference()
    {
        Write("A.cs", "class A;\n");

        Assert.Equal("", new SourceDifference(_directory).SinceThen());
    }

    [Fact]
    public void Changed_and_new_files_are_shown_in_order_and_build_output_is_not()
    {
        Write("B.cs", "class B\n{\n}\n");
        var sources = new SourceDifference(_directory);

        Write("B.cs", "sealed class B\n{\n}\n");
        Write("A.cs", "class A;\n");
        Write("obj/Generated.cs", "class Generated;\n");
        var difference = sources.SinceThen();

        Assert.Contains("-class B\n", difference, StringComparison.Ordinal);
        Assert.Contains("+sealed class B\n", difference, StringComparison.Ordinal);
        Assert.True(difference.IndexOf("b/A.cs", StringComparison.Ordinal) < difference.IndexOf("b/B.cs", StringComparison.Ordinal));
        Assert.DoesNotContain("Generated", difference, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_directory, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
