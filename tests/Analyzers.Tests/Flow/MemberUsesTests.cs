using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Who uses a member is looked up by its name, in a program of any size.</summary>
public sealed class MemberUsesTests
{
    // Each calls the one before it, and some its neighbour's.
    private static CSharpCompilation Program(int files) => CSharpCompilation.Create(
        "Program",
        Enumerable.Range(0, files).Select(i => CSharpSyntaxTree.ParseText($$"""
            public static class C{{i}}
            {
                public static int M{{i}}() => {{(i == 0 ? "0" : $"C{i - 1}.M{i - 1}()")}}{{(i % 3 == 2 ? $" + C{i - 2}.M{i - 2}()" : "")}};
            }
            """, path: $"C{i}.cs")),
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
        new(OutputKind.DynamicallyLinkedLibrary));

    private static ISymbol Method(Compilation program, int i) => program.GetTypeByMetadataName($"C{i}")!.GetMembers($"M{i}").Single();

    [Fact]
    public void The_same_uses_are_found_with_the_table_of_names_and_without()
    {
        var program = Program(FilesByName.WithoutTable * 3);
        var uses = new MemberUses(new(program));
        for (var i = 0; i < FilesByName.WithoutTable * 3; i++)
        {
            string[] expected = [.. new[] { i + 1, i % 3 == 0 ? i + 2 : -1 }.Where(f => f > 0 && f < FilesByName.WithoutTable * 3).Select(f => $"C{f}.cs")];
            Assert.Equal(expected, uses.Of(Method(program, i), default).Select(u => u.Syntax.SyntaxTree.FilePath));
        }

        Assert.Empty(uses.Named("Unheard", default));
    }

    /// <summary>A program four times as large is asked for four times as many names: unless files are found by names, that is sixteen times the work.</summary>
    [Fact]
    public void What_a_name_costs_does_not_grow_with_the_program()
    {
        Allocated(300);
        Assert.True(Allocated(1200) < Allocated(300) * 6);

        static long Allocated(int files)
        {
            var program = Program(files);
            foreach (var tree in program.SyntaxTrees)
                _ = SourceFile.Of(tree).Names;

            var uses = new MemberUses(new(program));
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < files - 1; i++)
                Assert.NotNull(uses.Named($"M{i}", default).FirstOrDefault());

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
