using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>The sample shop from its sources, as it is or with another price cache: to be analysed, and to be run.</summary>
/// <param name="priceCache">What stands for <c>Catalog/PriceCache.cs</c>; null for what is there.</param>
internal sealed class ShopProgram(string? priceCache)
{
    private const string Usings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Net.Http.Json;
        global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private readonly CSharpCompilation _program = Compile(priceCache);

    /// <summary>What the rule finds, told what a file of evidence says.</summary>
    public async Task<ImmutableArray<Diagnostic>> FindAsync(string? evidence)
    {
        var options = new AnalyzerOptions(evidence is null ? [] : [new Text(evidence, await File.ReadAllTextAsync(evidence))]);
        return await _program.WithAnalyzers([new UnboundedGrowthAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
    }

    /// <summary>Puts it into a directory beside the libraries that it uses, and gives the path of the program.</summary>
    public string Build(string directory)
    {
        var built = Path.GetDirectoryName(Programs.Shop)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".pdb", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(directory, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var program = Path.Combine(directory, Path.GetFileName(Programs.Shop));
        var emitted = _program.Emit(program);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return program;
    }

    private static CSharpCompilation Compile(string? priceCache)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Programs.RepositoryRoot, "samples/Shop"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => CSharpSyntaxTree.ParseText(priceCache is not null && Path.GetFileName(f) == "PriceCache.cs" ? priceCache : File.ReadAllText(f), path: f));
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var web = Path.Combine(runtime.Parent!.Parent!.FullName, "Microsoft.AspNetCore.App", runtime.Name);
        var references = new[] { runtime.FullName, web, Path.GetDirectoryName(Programs.Shop)! }.SelectMany(d => Directory.EnumerateFiles(d, "*.dll"))
            .Where(f => IsManaged(f) && f != Programs.Shop).DistinctBy(Path.GetFileName).Select(f => MetadataReference.CreateFromFile(f));
        return CSharpCompilation.Create(
            "Shop", sources.Prepend(CSharpSyntaxTree.ParseText(Usings)), references,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
    }

    private static bool IsManaged(string file)
    {
        try
        {
            return AssemblyName.GetAssemblyName(file) is not null;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
