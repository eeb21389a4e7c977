using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>Builds projects as the command-line compiler does: what a project references are reference assemblies, with facts and without bodies.</summary>
internal static class FactBuild
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.EntityFrameworkCore;
        """;

    /// <summary>A compilation that knows every data library.</summary>
    public static CSharpCompilation Compile(string name, IEnumerable<string> files, params MetadataReference[] references) =>
        Compile(name, TestReferences.All, files, references);

    /// <summary>A compilation of one file.</summary>
    public static CSharpCompilation Compile(string name, string file, params MetadataReference[] references) => Compile(name, [file], references);

    /// <summary>A compilation that knows nothing but the framework and what it is given.</summary>
    public static CSharpCompilation CompilePlain(string name, string file, params MetadataReference[] references) =>
        Compile(name, TestReferences.FrameworkOnly, [file], references, "global using System.Collections.Generic; global using System.Threading.Tasks;");

    /// <summary>The same against another copy of an assembly: whoever depends on it has other symbols, too.</summary>
    public static Compilation WithOther(Compilation compilation, string assembly)
    {
        var reference = compilation.References.OfType<PortableExecutableReference>().Single(r => Path.GetFileNameWithoutExtension(r.FilePath) == assembly);
        return compilation.ReplaceReference(reference, MetadataReference.CreateFromFile(reference.FilePath!));
    }

    /// <summary>What the generator adds, or null.</summary>
    public static string? Generate(Compilation compilation, params (string Property, string Value)[] properties)
    {
        var driver = CSharpGeneratorDriver.Create(
            [new FactGenerator().AsSourceGenerator()], optionsProvider: new BuildProperties(properties));
        var result = driver.RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return result.GeneratedSources.SingleOrDefault().SourceText?.ToString();
    }

    /// <summary>The reference assembly of a project that was built with the generator.</summary>
    public static MetadataReference Build(Compilation compilation)
    {
        if (Generate(compilation) is { } generated)
            compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(generated));

        using var image = new MemoryStream();
        var result = compilation.Emit(image, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>What a compilation is told.</summary>
    public static FactIndex Facts(this Compilation compilation, params string[] files) =>
        FactIndex.Read(compilation, [.. files.Select(f => (AdditionalText)new Text("all.perffacts", f))], default);

    /// <summary>A method of a type by name.</summary>
    public static IMethodSymbol Method(this Compilation compilation, string type, string name) =>
        compilation.GetTypesByMetadataName(type).Single().GetMembers(name).OfType<IMethodSymbol>().First();

    private static CSharpCompilation Compile(
        string name, IEnumerable<MetadataReference> framework, IEnumerable<string> files, MetadataReference[] references, string usings = Usings)
    {
        var trees = files.Prepend(usings).Select((f, i) => CSharpSyntaxTree.ParseText(f, path: $"/0/{name}/File{i}.cs"));
        var compilation = CSharpCompilation.Create(
            name, trees, [.. framework, .. references], new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class BuildProperties((string Property, string Value)[] properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } =
            new Options(properties.ToImmutableDictionary(p => "build_property." + p.Property, p => p.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
