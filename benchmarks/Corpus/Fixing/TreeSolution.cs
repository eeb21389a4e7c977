using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Fixing;

/// <summary>A tree as a workspace's solution, which is what a code fix is given in an editor.</summary>
internal static class TreeSolution
{
    /// <summary>All projects of a tree, its tests included.</summary>
    public static Solution Of(TreeCompilations compilations)
    {
        // Whoever holds the solution holds the workspace.
        var solution = new AdhocWorkspace().CurrentSolution;
        var ids = new Dictionary<LoadedProject, ProjectId>();
        foreach (var loaded in compilations.Tree.ProjectPaths.Select(compilations.Load).OfType<LoadedProject>().SelectMany(p => Reachable(p, compilations)).Distinct())
        {
            var id = ids[loaded] = ProjectId.CreateNewId(loaded.File.Path);
            solution = solution.AddProject(Info(loaded, id).WithProjectReferences(Reachable(loaded, compilations).Where(r => r != loaded).Select(r => new ProjectReference(ids[r]))));
        }

        return solution;
    }

    // References of references too, as in an SDK-style project; each before whoever references it.
    private static List<LoadedProject> Reachable(LoadedProject project, TreeCompilations compilations)
    {
        var ordered = new List<LoadedProject>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Visit(project);
        return ordered;

        void Visit(LoadedProject loaded)
        {
            if (!seen.Add(loaded.File.Path))
                return;

            foreach (var reference in loaded.File.References.Select(compilations.Load).OfType<LoadedProject>())
                Visit(reference);
            ordered.Add(loaded);
        }
    }

    private static ProjectInfo Info(LoadedProject loaded, ProjectId id) => ProjectInfo.Create(
        id, VersionStamp.Default, loaded.File.AssemblyName, loaded.File.AssemblyName, LanguageNames.CSharp,
        filePath: loaded.Tree.FullPath(loaded.File.Path),
        compilationOptions: loaded.Compilation.Options,
        parseOptions: CompilerSettings.ParseOptions(loaded.File),
        documents: loaded.Compilation.SyntaxTrees.Select(tree => Document(id, tree)),
        metadataReferences: loaded.Compilation.References.Where(r => r is not CompilationReference));

    private static DocumentInfo Document(ProjectId project, SyntaxTree tree)
    {
        var text = tree.GetText();
        var version = TextAndVersion.Create(text.Encoding is null ? SourceText.From(text.ToString(), Encoding.UTF8) : text, VersionStamp.Default, tree.FilePath);
        return DocumentInfo.Create(DocumentId.CreateNewId(project, tree.FilePath), Path.GetFileName(tree.FilePath), loader: TextLoader.From(version), filePath: tree.FilePath);
    }
}
