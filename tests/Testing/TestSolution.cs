using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Testing;

/// <summary>Builds a workspace solution from test projects, whose texts no longer carry markup.</summary>
public static class TestSolution
{
    /// <summary>The directory that relative paths of test files are relative to.</summary>
    public const string Root = "/0/";

    public static string FullPath(string path) => path.StartsWith('/') ? path : Root + path;

    public static Solution Create(IReadOnlyList<TestProject> projects)
    {
        // The caller keeps the solution alive, and the solution its workspace: nothing here needs disposal before that.
        var solution = new AdhocWorkspace().CurrentSolution;
        var ids = projects.ToDictionary(project => project.Name, project => ProjectId.CreateNewId(project.Name));

        foreach (var project in projects)
            solution = Add(solution, project, ids);

        foreach (var project in projects)
        {
            foreach (var reference in project.ProjectReferences)
                solution = solution.AddProjectReference(ids[project.Name], new ProjectReference(ids[reference]));
        }

        return solution;
    }

    private static Solution Add(Solution solution, TestProject project, Dictionary<string, ProjectId> ids)
    {
        var id = ids[project.Name];
        solution = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, project.Name, project.Name, LanguageNames.CSharp,
            filePath: FullPath(project.Name + ".csproj"),
            compilationOptions: new CSharpCompilationOptions(project.OutputKind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse),
            metadataReferences: project.References));

        foreach (var file in project.Sources)
            solution = solution.AddDocument(Document(id, file));

        foreach (var file in project.AdditionalFiles)
            solution = solution.AddAdditionalDocument(Document(id, file));

        if (project.EditorConfig is { } editorConfig)
            solution = solution.AddAnalyzerConfigDocuments([Document(id, new(".editorconfig", editorConfig))]);

        if (project.GlobalOptions.Count > 0)
        {
            var lines = project.GlobalOptions.Select(option => $"{option.Key} = {option.Value}");
            var text = string.Join('\n', lines.Prepend("is_global = true"));
            solution = solution.AddAnalyzerConfigDocuments([Document(id, new("test.globalconfig", text))]);
        }

        return solution;
    }

    private static DocumentInfo Document(ProjectId project, TestFile file)
    {
        var path = FullPath(file.Path);
        var text = TextAndVersion.Create(SourceText.From(file.Text, System.Text.Encoding.UTF8), VersionStamp.Default, path);
        return DocumentInfo.Create(DocumentId.CreateNewId(project, file.Path), file.Path, loader: TextLoader.From(text), filePath: path);
    }
}
