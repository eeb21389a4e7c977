using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Tests.Loading;

/// <summary>Reference assemblies of code that does not compile.</summary>
public sealed class ReferenceImageTests
{
    private static readonly MetadataReference s_framework = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);

    [Fact]
    public void A_member_with_an_unknown_type_is_still_there()
    {
        var type = TypeInImageOf("""
            using Missing.Library;
            [Missing] public class Store : MissingBase, System.IDisposable
            {
                public int Load(Missing.Library.Session session, System.Collections.Generic.IEnumerable<Unknown> keys) => 1;
                [Missing] public Unknown Value { get; set; }
                public void Dispose() { }
            }
            """);

        var load = Assert.Single(type.GetMembers("Load").OfType<IMethodSymbol>());
        Assert.Equal(SpecialType.System_Object, load.Parameters[0].Type.SpecialType);
        Assert.Single(type.GetMembers("Value"));
        Assert.Equal("IDisposable", Assert.Single(type.Interfaces).Name);
    }

    [Fact]
    public void An_override_of_nothing_goes_and_the_rest_stays()
    {
        var type = TypeInImageOf("""
            public class Store
            {
                public override void Configure() { }
                public void Save() { }
            }
            """);

        Assert.Empty(type.GetMembers("Configure"));
        Assert.Single(type.GetMembers("Save"));
    }

    private static INamedTypeSymbol TypeInImageOf(string source)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        var image = ReferenceImage.Of(CSharpCompilation.Create("Library", [CSharpSyntaxTree.ParseText(source)], [s_framework], options));
        Assert.IsAssignableFrom<PortableExecutableReference>(image);
        return CSharpCompilation.Create("App", [], [s_framework, image], options).GetTypeByMetadataName("Store")!;
    }
}
