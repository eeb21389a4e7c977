using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>
/// The model and the way in of the programs that are executed, compiled and loaded once. Analyzers and fixes see their source; what runs refers to this assembly, so
/// that Entity Framework builds one model, and translates a query that several programs ask once.
/// </summary>
internal static class SharedModel
{
    private static readonly Lazy<(Assembly Loaded, MetadataReference Reference)> s_compiled = new(Compile);

    /// <summary>The way in.</summary>
    public static Type Entry => s_compiled.Value.Loaded.GetType("Entry")!;

    private static string Usings => string.Join('\n', Shop.Model.Text.Split('\n').Where(line => line.StartsWith("global using", StringComparison.Ordinal)));

    /// <summary>The assembly, where it is the one that is asked for.</summary>
    public static Assembly? Find(AssemblyName name) => s_compiled.IsValueCreated && s_compiled.Value.Loaded.GetName().Name == name.Name ? s_compiled.Value.Loaded : null;

    /// <summary>Whether the project has the model and the way in as they are here.</summary>
    public static async Task<bool> IsOfAsync(Project project) => await HasAsync(project, Shop.Model) && await HasAsync(project, Tests.Entry.Source);

    /// <summary>The rest of the project, compiled against the shared part.</summary>
    public static async Task<Compilation> WithoutAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var own = compilation.SyntaxTrees.Where(tree => Path.GetFileName(tree.FilePath) != Shop.Model.Path && Path.GetFileName(tree.FilePath) != Tests.Entry.Source.Path);
        return CSharpCompilation.Create(project.AssemblyName, own.Append(CSharpSyntaxTree.ParseText(Usings, (CSharpParseOptions)project.ParseOptions!)),
            compilation.References.Append(s_compiled.Value.Reference), (CSharpCompilationOptions)compilation.Options);
    }

    private static async Task<bool> HasAsync(Project project, TestFile file) =>
        project.Documents.FirstOrDefault(document => document.Name == file.Path) is { } document && (await document.GetTextAsync()).ToString() == file.Text;

    private static (Assembly Loaded, MetadataReference Reference) Compile()
    {
        var project = new TestProject("SharedModel");
        project.Sources.AddRange([Shop.Model, Tests.Entry.Source]);
        using var image = new MemoryStream();
        var result = TestSolution.Create([project]).Projects.Single().GetCompilationAsync().Result!.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        var loaded = AssemblyLoadContext.Default.LoadFromStream(image);
        return (loaded, MetadataReference.CreateFromImage(image.ToArray()));
    }
}
