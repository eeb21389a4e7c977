using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sources;
using PerfAnalyzers.Tool.Tests.Checking;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Places without debug information: what a trace, a log or a plan says of a file.</summary>
public sealed class PlaceResolverTests
{
    private const string File = "src/Tool/Program.cs";

    private static readonly PlaceResolver s_places = PlaceResolver.Here([], []);

    [Theory]
    [InlineData("src/Orders/")]
    [InlineData(" ")]
    [InlineData("C:\\shop\\ ")]
    public void A_path_that_names_no_file_is_no_place(string file) => Assert.Null(s_places.Of(new CodePlace(null, file, 3)));

    [Fact]
    public void A_file_of_the_repository_is_told_as_it_is_now()
    {
        var place = new CodePlace(null, "/build/agent/" + File, 1);
        Assert.Equal((File, BuiltAssembly.Checksum(Path.Combine(Programs.RepositoryRoot, File))), (s_places.Of(place)?.File, s_places.Of(place)?.Checksum));
        Assert.Null(s_places.WithoutVersions().Of(place)?.Checksum);
    }

    [Theory]
    [InlineData("src/Tool/Missing.cs")]
    [InlineData("../../../../etc/passwd.cs")]
    [InlineData("global.json")]
    public void Of_other_files_nothing_is_told(string file) => Assert.Null(s_places.Of(new CodePlace(null, file, 1))?.Checksum);
}
