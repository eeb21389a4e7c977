using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Collector.Tests.Symbols;

/// <summary>Source compiled to a real assembly with real debug information, and Roslyn's own view of the same source.</summary>
internal sealed class CompiledSource : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("perf-symbols-");
    private readonly CSharpCompilation _compilation;
    private readonly SyntaxTree _tree;

    public CompiledSource(string source, OutputKind kind, OptimizationLevel optimization, bool embedded)
    {
        File = Path.Combine(_directory.FullName, "src", "Source.cs");
        _tree = CSharpSyntaxTree.ParseText(
            SourceText.From(source, System.Text.Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Preview), File);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        _compilation = CSharpCompilation.Create(
            "Compiled", [_tree], references,
            new(kind, optimizationLevel: optimization, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

        AssemblyPath = Path.Combine(_directory.FullName, "Compiled.dll");
        var options = new EmitOptions(
            debugInformationFormat: embedded ? DebugInformationFormat.Embedded : DebugInformationFormat.PortablePdb,
            pdbFilePath: Path.ChangeExtension(AssemblyPath, ".pdb"));
        using var image = System.IO.File.Create(AssemblyPath);
        using var debug = embedded ? null : System.IO.File.Create(Path.ChangeExtension(AssemblyPath, ".pdb"));
        var result = _compilation.Emit(image, debug, options: options);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
    }

    public string File { get; }

    public string AssemblyPath { get; }

    public AssemblySymbols? Symbols => AssemblySymbols.Open(AssemblyPath, new(_directory.FullName));

    /// <summary>The id of the member that Roslyn says encloses a position: a lambda's or local function's outermost method.</summary>
    public string EnclosingId(int line, int column)
    {
        var position = _tree.GetText().Lines[line - 1].Start + column - 1;
        var model = _compilation.GetSemanticModel(_tree);
        var node = _tree.GetRoot().FindToken(position).Parent!;
        if (node.FirstAncestorOrSelf<GlobalStatementSyntax>() is not null)
            return _compilation.GetEntryPoint(default)!.GetDocumentationCommentId()!;

        for (var current = node; current is not null; current = current.Parent)
        {
            if (current is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)
                return model.GetDeclaredSymbol(current)!.GetDocumentationCommentId()!;

            if (current is BasePropertyDeclarationSyntax property)
                return ((IPropertySymbol)model.GetDeclaredSymbol(property)!).GetMethod!.GetDocumentationCommentId()!;
        }

        return model.GetEnclosingSymbol(position)!.GetDocumentationCommentId()!;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
