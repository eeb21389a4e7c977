using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Tests.Facts;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Who may run a member, as far as names tell.</summary>
public sealed class NamesThatLeadTests
{
    [Fact]
    public void Those_who_may_run_a_member_are_found_by_the_names_on_the_way() => Assert.Equal(["Far", "Near"], Leading(
        """
        public class Store { public int Load() => 1; public int Other() => 2; }
        public class Use(Store store) { public int Near() => store.Load(); public int Far() => Near(); public int Not() => store.Other(); }
        """,
        "M:Store.Load"));

    [Fact]
    public void Anything_may_run_what_has_no_name_in_sight() => Assert.Null(Leading("public class Use { public int Near() => 1; }", "M:Store.Load"));

    [Fact]
    public void Anything_may_run_a_conversion() => Assert.Null(Leading(
        "public class Store { public int Load() => 1; } public class Box { public Store Store = new(); public static implicit operator int(Box box) => box.Store.Load(); }", "M:Store.Load"));

    private static IEnumerable<string>? Leading(string code, string id)
    {
        var program = FactBuild.CompilePlain("Program", code);
        return new NamesThatLead(program, new(program, []), FactIndex.Read(program, [], default)).LeadingTo([NameGraph.KeyOf(id)])
            ?.OfType<MethodDeclarationSyntax>().Select(m => m.Identifier.ValueText).Order();
    }
}
