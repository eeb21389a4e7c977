using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Who may use what a member yields: each of them is bound, after each keystroke in it.</summary>
public sealed class ConsumersTests
{
    private const string Program = """
        class Row { public string Name = ""; }
        class Uses { void Of(Row row) { row.Name.Trim(); } }
        class Store { public string Kept = ""; void Fill() { BODY } }
        class Other { void Use(Store store) { store.Kept.Trim(); } }
        """;

    [Theory]
    [InlineData("Kept = \"\";", "Use")]
    [InlineData("var row = new Row { Name = \"\" };", "Of")]
    // Half of a program says name, and nobody else can mean this one.
    [InlineData("var row = new { Name = \"\" };")]
    public void Who_names_what_a_member_fills_may_use_it(string body, params string[] consumers)
    {
        var compilation = CSharpCompilation.Create("Shop", [CSharpSyntaxTree.ParseText(Program.Replace("BODY", body, StringComparison.Ordinal))], TestReferences.FrameworkOnly, new(OutputKind.DynamicallyLinkedLibrary));
        var bodies = new MemberBodies(compilation);
        var fill = compilation.GetTypeByMetadataName("Store")!.GetMembers("Fill").OfType<IMethodSymbol>().Single();

        var found = new Consumers(bodies).Of(fill, [bodies.Of(fill, default)!], _ => true, default);

        Assert.Equal(consumers, found.Where(m => !SymbolEqualityComparer.Default.Equals(m, fill)).Select(m => m.Name).Where(n => n != "Fill"));
    }
}
