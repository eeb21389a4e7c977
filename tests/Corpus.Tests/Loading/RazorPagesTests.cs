using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Tests.Loading;

/// <summary>Pages of a tree become code, as in a build.</summary>
public sealed class RazorPagesTests
{
    private const string Page = "<p>@System.DateTime.Now.Year</p>";

    [Fact]
    public void A_page_of_a_web_project_is_compiled_with_it()
    {
        var made = Assert.Single(PagesOf("Microsoft.NET.Sdk.Web", "Web/Pages/Index.cshtml"));
        Assert.EndsWith("Index_cshtml.g.cs", made.FilePath, StringComparison.Ordinal);
        Assert.Contains("System.DateTime.Now.Year", made.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Microsoft.NET.Sdk", "Web/Pages/Index.cshtml")]
    [InlineData("Microsoft.NET.Sdk.Web", "Other/Pages/Index.cshtml")]
    [InlineData("Microsoft.NET.Sdk.Web", "Web/Pages/Index.html")]
    public void Nothing_else_is(string sdk, string page) => Assert.Empty(PagesOf(sdk, page));

    private static ImmutableArray<SyntaxTree> PagesOf(string sdk, string page)
    {
        var tree = Trees.Of(("Web/Web.csproj", $"<Project Sdk=\"{sdk}\" />"), (page, Page));
        var project = tree.Project("Web/Web.csproj")!;
        return RazorPages.Of(CSharpCompilation.Create("Web"), tree, project, ConfigFiles.Of(tree).For(tree, project));
    }
}
