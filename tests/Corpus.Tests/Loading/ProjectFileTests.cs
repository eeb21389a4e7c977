using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Tests.Loading;

/// <summary>What a project compiles, without MSBuild.</summary>
public sealed class ProjectFileTests
{
    [Fact]
    public void An_sdk_project_compiles_what_lies_below_it_but_for_what_it_removes()
    {
        var tree = Trees.Of(
            ("src/App/App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <ItemGroup>
                    <Compile Remove="Old\**" />
                    <Compile Include="..\Shared\Version.cs" />
                  </ItemGroup>
                </Project>
                """),
            ("src/App/Program.cs", ""), ("src/App/Orders/Order.cs", ""), ("src/App/Old/Order.cs", ""), ("src/App/.config/X.cs", ""),
            ("src/Shared/Version.cs", ""), ("src/Shared/Other.cs", ""), ("src/Application.cs", ""));

        Assert.Equal(
            ["src/App/Orders/Order.cs", "src/App/Program.cs", "src/Shared/Version.cs"],
            tree.Project("src/App/App.csproj")!.Sources.Order(StringComparer.Ordinal));
    }

    // Whether a library is meant for others depends on what is a program.
    [Theory]
    [InlineData("Microsoft.NET.Sdk.Web", "", "", OutputKind.ConsoleApplication)]
    [InlineData("Microsoft.NET.Sdk.Web", "Library", "", OutputKind.DynamicallyLinkedLibrary)]
    [InlineData("Microsoft.NET.Sdk", "WinExe", "", OutputKind.ConsoleApplication)]
    [InlineData("Microsoft.NET.Sdk", "", "System.Console.WriteLine();", OutputKind.ConsoleApplication)]
    [InlineData("Microsoft.NET.Sdk", "", "", OutputKind.DynamicallyLinkedLibrary)]
    [InlineData("Microsoft.NET.Sdk.Razor", "", "", OutputKind.DynamicallyLinkedLibrary)]
    public void A_program_is_what_says_so_or_serves_or_begins_with_a_statement(string sdk, string type, string source, OutputKind kind)
    {
        var tree = Trees.Of(("App/App.csproj", $"<Project Sdk=\"{sdk}\"><PropertyGroup><OutputType>{type}</OutputType></PropertyGroup></Project>"), ("App/Program.cs", source));
        Assert.Equal(kind, CompilerSettings.Options(tree.Project("App/App.csproj")!, [CSharpSyntaxTree.ParseText(source)], severities: null!).OutputKind);
    }

    [Fact]
    public void A_project_without_an_sdk_compiles_what_it_lists_however_it_is_spelled()
    {
        var tree = Trees.Of(
            ("App/App.csproj", """
                <Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
                  <ItemGroup><Compile Include="Orders\order.cs" /></ItemGroup>
                </Project>
                """),
            ("App/Orders/Order.cs", ""), ("App/Program.cs", ""));

        Assert.Equal(["App/Orders/Order.cs"], tree.Project("App/App.csproj")!.Sources);
    }

    [Fact]
    public void Properties_come_from_the_nearest_props_file_what_it_imports_and_the_project_in_that_order()
    {
        var tree = Trees.Of(
            ("Directory.Build.props", "<Project><PropertyGroup><Nullable>enable</Nullable><DefineConstants>ROOT</DefineConstants></PropertyGroup></Project>"),
            ("src/Directory.Build.props", """
                <Project>
                  <Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" />
                  <PropertyGroup>
                    <DefineConstants>$(DefineConstants);SRC</DefineConstants>
                    <DefineConstants Condition="'$(Configuration)' == 'Release'">RELEASE</DefineConstants>
                  </PropertyGroup>
                </Project>
                """),
            ("src/App/App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><AssemblyName>$(MSBuildProjectName).Web</AssemblyName></PropertyGroup></Project>
                """));
        var project = tree.Project("src/App/App.csproj")!;

        Assert.Equal("ROOT;SRC", project.Property("DefineConstants"));
        Assert.True(project.Enables("Nullable"));
        Assert.Equal("App.Web", project.AssemblyName);
    }

    // ONLYOFFICE/DocSpace-server: where the versions of packages are kept, there is more to say for all projects.
    [Fact]
    public void Properties_come_from_the_file_of_package_versions_and_from_what_is_read_after_the_project()
    {
        var tree = Trees.Of(
            ("Directory.Build.props", "<Project><PropertyGroup><DefineConstants>BUILD</DefineConstants></PropertyGroup></Project>"),
            ("Directory.Packages.props", "<Project><PropertyGroup><ImplicitUsings>enable</ImplicitUsings><DefineConstants>$(DefineConstants);PACKAGES</DefineConstants></PropertyGroup></Project>"),
            ("Directory.Build.targets", "<Project><PropertyGroup><DefineConstants>$(DefineConstants);TARGETS</DefineConstants></PropertyGroup></Project>"),
            ("src/App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><DefineConstants>$(DefineConstants);APP</DefineConstants></PropertyGroup></Project>"""));
        var project = tree.Project("src/App/App.csproj")!;

        Assert.Equal("BUILD;PACKAGES;APP;TARGETS", project.Property("DefineConstants"));
        Assert.True(project.Enables("ImplicitUsings"));
    }

    [Fact]
    public void References_are_paths_in_the_tree()
    {
        var tree = Trees.Of(("src/App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
              <ProjectReference Include="..\Core\Core.csproj" />
              <ProjectReference Include="../../../elsewhere/Other.csproj" />
            </ItemGroup></Project>
            """));

        Assert.Equal(["src/Core/Core.csproj"], tree.Project("src/App/App.csproj")!.References);
    }

    [Fact]
    public void The_project_of_a_file_is_the_nearest_that_compiles_it()
    {
        const string Sdk = """<Project Sdk="Microsoft.NET.Sdk" />""";
        var tree = Trees.Of(
            ("App.csproj", Sdk), ("src/Core/Core.csproj", Sdk), ("src/Core/Order.cs", ""),
            ("src/Empty/Empty.csproj", "<Project />"), ("src/Empty/Order.cs", ""));

        Assert.Equal("src/Core/Core.csproj", tree.ProjectOf("src/Core/Order.cs")!.Path);
        Assert.Equal("App.csproj", tree.ProjectOf("src/Empty/Order.cs")!.Path);
        Assert.Null(tree.ProjectOf("src/None.cs"));
    }

    [Fact]
    public void A_broken_project_file_is_a_project_without_anything()
    {
        var tree = Trees.Of(("App.csproj", "<Project>"), ("Program.cs", ""));

        Assert.Empty(tree.Project("App.csproj")!.Sources);
    }

    [Fact]
    public void Implicit_and_named_usings_and_friends_are_generated()
    {
        var tree = Trees.Of(("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>
                <Using Remove="System.Net.Http" />
                <Using Include="Shop.Names" Static="true" />
                <InternalsVisibleTo Include="App.Tests" />
              </ItemGroup>
            </Project>
            """));
        var source = CompilerSettings.GeneratedSource(tree.Project("App.csproj")!);

        Assert.Contains("global using global::System.Linq;", source, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Net.Http", source, StringComparison.Ordinal);
        Assert.Contains("global using static global::Shop.Names;", source, StringComparison.Ordinal);
        Assert.Contains("InternalsVisibleTo(\"App.Tests\")", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'Debug' == 'debug'", true)]
    [InlineData("'a' != 'a'", false)]
    [InlineData("'a' == 'b' or ('c' == 'c' and 'd' != '')", true)]
    [InlineData("'a' == 'a' And 'b' == 'c'", false)]
    [InlineData("Exists('$(Whatever)')", true)]
    [InlineData(null, true)]
    public void Conditions_compare_and_what_is_cleverer_holds(string? condition, bool holds) => Assert.Equal(holds, Condition.Holds(condition));
}
