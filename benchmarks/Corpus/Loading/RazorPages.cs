using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>The pages, views and components of a project, made into code by the compiler of Razor that the SDK has.</summary>
internal static class RazorPages
{
    private static readonly Lazy<ISourceGenerator?> s_compiler = new(Load);

    /// <summary>What the pages are made into; nothing where there are none, or the SDK's compiler of Razor needs a newer Roslyn.</summary>
    public static ImmutableArray<SyntaxTree> Of(CSharpCompilation compilation, CheckedOutTree tree, ProjectFile project, ConfigFiles config)
    {
        // Razor class libraries name the SDK of Razor.
        if (!project.Sdk.StartsWith("Microsoft.NET.Sdk.", StringComparison.Ordinal) || s_compiler.Value is not { } compiler)
            return [];

        ImmutableArray<AdditionalText> pages = [.. tree.Files.Where(f => RazorSource.IsPage(f) && TreePath.IsBelow(f, project.Directory)).Select(f => new Page(tree.FullPath(f), () => tree.Read(f)))];
        if (pages.IsEmpty)
            return [];

        return CSharpGeneratorDriver.Create([compiler], pages, CompilerSettings.ParseOptions(project), config)
            .RunGenerators(compilation).GetRunResult().GeneratedTrees;
    }

    private static ISourceGenerator? Load()
    {
        var sdks = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "sdk"));
        var path = !sdks.Exists ? null : sdks.EnumerateDirectories().OrderByDescending(d => Version.TryParse(d.Name, out var version) ? version : new())
            .Select(d => Path.Combine(d.FullName, "Sdks", "Microsoft.NET.Sdk.Razor", "source-generators", "Microsoft.CodeAnalysis.Razor.Compiler.dll")).FirstOrDefault(File.Exists);
        var type = path is null ? null : Assembly.LoadFrom(path).GetTypes().FirstOrDefault(t => t.GetCustomAttribute<GeneratorAttribute>() is not null);
        return type is null ? null : ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    private sealed class Page(string path, Func<string> read) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(read(), Encoding.UTF8, SourceHashAlgorithm.Sha256);
    }
}
