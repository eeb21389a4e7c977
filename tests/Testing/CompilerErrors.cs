using Microsoft.CodeAnalysis;
using Xunit;

namespace PerfAnalyzers.Testing;

internal static class CompilerErrors
{
    /// <summary>Fails on any error. Emits, because some errors (a ref struct that lives across an await) appear only there.</summary>
    public static async Task VerifyNoneAsync(Solution solution, IReadOnlyList<TestProject> projects, string what)
    {
        foreach (var project in solution.Projects)
        {
            if (projects.Any(expected => expected.Name == project.Name && expected.ExpectsCompilerErrors))
                continue;

            var compilation = (await project.GetCompilationAsync())!;
            using var image = new MemoryStream();
            var errors = compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();

            if (errors.Count > 0)
                Assert.Fail($"The {what} does not compile ({project.Name}):\n  {string.Join("\n  ", errors)}\n\n{await TextOfAsync(project, errors)}");
        }
    }

    private static async Task<string> TextOfAsync(Project project, List<Diagnostic> errors)
    {
        var path = errors[0].Location.SourceTree?.FilePath;
        var document = project.Documents.FirstOrDefault(document => document.FilePath == path);
        return document is null ? "" : (await document.GetTextAsync()).ToString();
    }
}
