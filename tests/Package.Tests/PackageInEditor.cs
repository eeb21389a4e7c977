using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Package.Tests;

/// <summary>
/// The packed assemblies as an editor hosts them: loaded from files as analyzer references, in a workspace whose documents change, and asked
/// for one span at a time.
/// </summary>
internal sealed class PackageInEditor : IDisposable
{
    private readonly TemporaryDirectory _extracted = new();
    private readonly AdhocWorkspace _workspace = new();
    private readonly ImmutableArray<CodeFixProvider> _fixes;
    private readonly DocumentId _document;

    public PackageInEditor(string package, string source, string? evidence = null)
    {
        ZipFile.ExtractToDirectory(package, _extracted.FullName);
        var loader = new Loader(_extracted["analyzers/dotnet/cs"]);
        var reference = new AnalyzerFileReference(_extracted["analyzers/dotnet/cs/PerfAnalyzers.dll"], loader);
        reference.AnalyzerLoadFailed += (_, failure) => throw new InvalidOperationException(failure.Message, failure.Exception);
        _fixes =
        [
            .. loader.LoadFromPath(_extracted["analyzers/dotnet/cs/PerfAnalyzers.CodeFixes.dll"]).GetTypes()
                .Where(t => t.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null).Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
        ];

        var id = ProjectId.CreateNewId();
        _document = DocumentId.CreateNewId(id);
        var solution = _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(
                id, VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp, filePath: "/shop/Shop.csproj",
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
                metadataReferences: References().Append(MetadataReference.CreateFromFile(_extracted["lib/netstandard2.0/PerfAnalyzers.Annotations.dll"])), analyzerReferences: [reference]))
            .AddDocument(_document, "Orders.cs", source, filePath: "/shop/Orders.cs");
        if (evidence is not null)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), "checkout.perfevidence", evidence, filePath: "/shop/.perf/checkout.perfevidence");

        Current = solution;
    }

    /// <summary>What is open at the moment.</summary>
    public Solution Current { get; private set; }

    private Document Document => Current.GetDocument(_document)!;

    /// <summary>Types: the first occurrence of a text becomes another.</summary>
    public async Task TypeAsync(string text, string becomes)
    {
        var old = await Document.GetTextAsync();
        var at = old.ToString().IndexOf(text, StringComparison.Ordinal);
        Current = Current.WithDocumentText(_document, old.WithChanges(new TextChange(new(at, text.Length), becomes)));
    }

    /// <summary>What is reported in the method of a name, and what exactly is underlined.</summary>
    public async Task<IReadOnlyList<(Diagnostic Diagnostic, string Underlined)>> DiagnosticsOfAsync(string method)
    {
        var compilation = (await Document.Project.GetCompilationAsync())!;
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.Empty(errors);
        var analyzers = Document.Project.AnalyzerReferences.SelectMany(r => r.GetAnalyzers(LanguageNames.CSharp)).ToImmutableArray();
        var analysis = compilation.WithAnalyzers(analyzers, Document.Project.AnalyzerOptions);
        var tree = (await Document.GetSyntaxTreeAsync())!;
        var text = await Document.GetTextAsync();
        var span = (await tree.GetRootAsync()).DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>().Single(m => m.Identifier.Text == method).Span;
        var found = await analysis.GetAnalyzerSemanticDiagnosticsAsync(analysis.Compilation.GetSemanticModel(tree), span, default);
        return [.. found.Select(d => (d, text.ToString(d.Location.SourceSpan)))];
    }

    /// <summary>What the light bulb at a finding offers.</summary>
    public async Task<IReadOnlyList<CodeAction>> ActionsAtAsync(Diagnostic finding)
    {
        var actions = new List<CodeAction>();
        foreach (var fix in _fixes.Where(f => f.FixableDiagnosticIds.Contains(finding.Id)))
            await fix.RegisterCodeFixesAsync(new CodeFixContext(Document, finding, (action, _) => actions.Add(action), default));

        return actions;
    }

    /// <summary>The text after an action.</summary>
    public async Task<string> TextAfterAsync(CodeAction action)
    {
        var change = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
        return (await change.ChangedSolution.GetDocument(_document)!.GetTextAsync()).ToString();
    }

    /// <summary>The text after <em>Fix all in document</em> of an action.</summary>
    public async Task<string> TextAfterAllAsync(CodeAction action, IReadOnlyList<Diagnostic> findings)
    {
        var fix = _fixes.Single(f => f.GetType().Name == action.EquivalenceKey);
        var context = new FixAllContext(Document, fix, FixAllScope.Document, action.EquivalenceKey, [findings[0].Id], new Known(findings), default);
        return await TextAfterAsync((await fix.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _extracted.Dispose();
    }

    private static IEnumerable<MetadataReference> References()
    {
        var packages = typeof(PackageInEditor).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NuGetPackageRoot").Value!;
        var version = PackedPackage.PinnedVersion("Microsoft.EntityFrameworkCore.Sqlite");
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetDirectoryName(p) == framework)
            .Concat(new[] { "microsoft.entityframeworkcore/{0}/lib/net10.0/Microsoft.EntityFrameworkCore.dll", "microsoft.entityframeworkcore.abstractions/{0}/lib/net10.0/Microsoft.EntityFrameworkCore.Abstractions.dll" }
                .Select(p => Path.Combine(packages, p.Replace("{0}", version, StringComparison.Ordinal))))
            .Select(p => MetadataReference.CreateFromFile(p));
    }

    private sealed class Known(IReadOnlyList<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(findings);
    }

    // Roslyn comes from the editor; the package brings the rest.
    private sealed class Loader(string directory) : AssemblyLoadContext(isCollectible: false), IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(directory, assemblyName.Name + ".dll") is var beside && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }
}
