using PerfAnalyzers.Corpus.Volume;

namespace PerfAnalyzers.Corpus.Tests.Volume;

/// <summary>Which code counts.</summary>
public sealed class MeasuredCodeTests
{
    [Theory]
    [InlineData("src/Core/Orders.cs", true)]
    [InlineData("src/Core/Migrations/20240101_Init.cs", false)]
    [InlineData("src/Core/MigrationsRunner.cs", true)]
    [InlineData("src/Core/Strings.Designer.cs", false)]
    [InlineData("src/Core/Client.g.cs", false)]
    public void Migrations_and_generated_files_do_not(string path, bool counts) => Assert.Equal(counts, MeasuredCode.IsMeasured(path));

    [Theory]
    [InlineData("src/Core/Core.csproj", true)]
    [InlineData("src/Core.Tests/Core.Tests.csproj", false)]
    [InlineData("samples/Shop/Shop.csproj", false)]
    public void Nor_do_tests_and_samples(string project, bool counts) => Assert.Equal(counts, MeasuredCode.IsMeasuredProject(project));

    [Fact]
    public void The_median_is_in_the_middle()
    {
        Assert.Equal(2, Figures.Median([3, 1, 2]));
        Assert.Equal(2.5, Figures.Median([4, 1, 2, 3]));
        Assert.Equal(0, Figures.Median([]));
    }
}
