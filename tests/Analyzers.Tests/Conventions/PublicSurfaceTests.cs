using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>What a release promises, as text that a change has to touch as well: an attribute or an option that is gone breaks the build of whoever uses it.</summary>
public sealed class PublicSurfaceTests
{
    private const string Attributes = "src/Annotations/PublicApi.txt";
    private const string Options = "src/Analyzers/PublicOptions.txt";

    [Fact]
    public void The_attributes_are_those_of_the_list() => Same(Attributes, PublicSurface.Of(typeof(PerformanceBudgetAttribute).Assembly.Location));

    [Fact]
    public void An_option_keeps_its_name_and_default()
    {
        var there = PerfOptions.All.Select(o => $"{o.Key} = {o.Default}").ToList();
        // A new one needs no line before it is released.
        Assert.All(Lines(Options), o => Assert.True(there.Contains(o), $"{Options} has '{o}', which is gone: whoever sets it is not told"));
    }

    [Fact]
    public void A_change_of_the_surface_is_seen()
    {
        var compiled = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(
            "Api",
            [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("public class A { protected int B(string c = \"d\") => 1; public int E { get; internal set; } internal void F() { } public enum G { H = 2 } } class I { public int J; }")],
            TestReferences.FrameworkOnly,
            new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.Create(path))
                Assert.True(compiled.Emit(file).Success);

            Assert.Equal(
                ["A.A()", "A.G.H = 2", "class A : ", "enum A.G : ", "int A.B(string c = \"d\")", "int A.E { get; }"],
                PublicSurface.Of(path).Select(l => l.Replace("A.G A.G.H", "A.G.H", StringComparison.Ordinal).Replace("const ", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // PERFANALYZERS_ACCEPT=1 writes what is there, to be reviewed as a change.
    private static void Same(string list, IReadOnlyList<string> there)
    {
        if (Environment.GetEnvironmentVariable("PERFANALYZERS_ACCEPT") == "1")
            CheckedOut.Write(list, string.Join('\n', there) + "\n");

        Assert.Equal(Lines(list), there);
    }

    private static string[] Lines(string list) => CheckedOut.Read(list).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
