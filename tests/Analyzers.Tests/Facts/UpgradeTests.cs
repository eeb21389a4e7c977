using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>
/// Projects of one solution, and packages it references, are built with different versions of this package. The texts are those that 0.1.0 writes, spelled out: what
/// the generator writes today may change, what it has written may not become unreadable.
/// </summary>
public sealed class UpgradeTests
{
    private const string Store = "namespace Shop; public class Store { public int Get(int id) => id; public int Peek(int id) => id; public void Save(int id) { } public System.Linq.IQueryable<int> All() => null!; public static void Each(List<int> ids, Action<int> act) { } }";

    private const string Texts =
        """
        i\t3\tM:Shop.Store.Load(System.Int32)
        d\tM:Shop.Store.Each(System.Collections.Generic.List{System.Int32},System.Action{System.Int32})\t1\teach
        e\tM:Shop.Store.Get(System.Int32)\tread\t1\t#3\tStore.Get>Store.Load>Find
        e\t\tremote\t0\t\tStore.Get>GetAsync\tsometimes
        q\tM:Shop.Store.All\tquery
        e\tM:Shop.Store.Peek(System.Int32)\tread\t1\t#3\tStore.Peek>Store.Load>Find\tsometimes\tonce-per-key\tof=2/3
        """;

    [Fact]
    public void Facts_of_the_first_version_say_today_what_they_said_then()
    {
        var facts = Above(Texts).Facts();
        Assert.Equal(
            [
                new(EffectQuestion.DatabaseRead, "Store.Get -> Store.Load -> Find", "M:Shop.Store.Load(System.Int32)", 1, 1, 1),
                new(EffectQuestion.Remote, "Store.Get -> GetAsync", "M:Shop.Store.Get(System.Int32)", 0, 1, 1) { IsSometimes = true },
            ],
            facts.Of(Above(Texts).Method("Shop.Store", "Get")).ToArray());
        Assert.Equal(
            [new(EffectQuestion.DatabaseRead, "Store.Peek -> Store.Load -> Find", "M:Shop.Store.Load(System.Int32)", 1, 2, 3) { IsSometimes = true, IsOncePerKey = true }],
            facts.Of(Above(Texts).Method("Shop.Store", "Peek")).ToArray());
    }

    [Fact]
    public void Facts_of_a_later_version_are_used_as_far_as_they_are_understood()
    {
        // Another kind of line, and a condition that may be the one under which the fact is false.
        var later = Above(Texts.Replace(@"\tsometimes\tonce-per-key", @"\tunder-a-full-moon", StringComparison.Ordinal) + "\n" + @"z\tM:Shop.Store.Save(System.Int32)\tsomething else");
        Assert.Equal(2, later.Facts().Of(later.Method("Shop.Store", "Get")).Length);
        Assert.Empty(later.Facts().Of(later.Method("Shop.Store", "Peek")));
        Assert.Empty(later.Facts().Of(later.Method("Shop.Store", "Save")));
    }

    private static CSharpCompilation Above(string texts) => FactBuild.Compile(
        "Above", "class C { }",
        FactBuild.Build(FactBuild.Compile("Below", [Store, $"[assembly: System.Reflection.AssemblyMetadata(\"PerfAnalyzers.Facts/1\", \"{texts.ReplaceLineEndings("\\n")}\")]"])));
}
