using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Tests.Facts;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Which types are below one of a library, whose base lists no source of ours shows?</summary>
public sealed class SubtypesTests
{
    private const string Library = "namespace Library { public interface IFetch; public abstract class Fetch : IFetch; public abstract class Fetch<T> : Fetch; public interface IOther; }";

    private const string Between = "namespace Between { public class Cached : Library.Fetch<int>; public class Unrelated; }";

    [Theory]
    [InlineData("class Own : Library.IFetch;")]
    [InlineData("class Own : Library.Fetch;")]
    [InlineData("class Own : Library.Fetch<string>;")]
    [InlineData("class Own : Between.Cached;")]
    [InlineData("using Base = Between.Cached; class Own : Base;")]
    [InlineData("abstract class Own<T> : Library.Fetch<T>; class More : Own<int>;", "More", "Own")]
    [InlineData("class Other : Library.IOther; class Unlike : Between.Unrelated; class Fetch;", "")]
    public void A_type_of_the_program_is_below_what_a_library_declares(string types, params string[] below)
    {
        var library = FactBuild.Build(FactBuild.CompilePlain("Library", Library));
        var between = FactBuild.Build(FactBuild.CompilePlain("Between", Between, library));
        var program = FactBuild.CompilePlain("Program", types, library, between);
        var fetch = program.GetTypeByMetadataName("Library.IFetch")!;

        var found = new Subtypes(program).Of(fetch).Select(t => t.Name).Order(StringComparer.Ordinal);

        Assert.Equal(below switch { [] => ["Own"], [""] => [], _ => below }, found);
    }
}
