using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Files with one loop each, compiled as they are and as a fix leaves them: many at a time, because compiling costs more than running.</summary>
internal static class FixedPrograms
{
    /// <summary>The texts of the files after the fix; null where none is offered.</summary>
    public static async Task<(Assembly Before, Assembly After, IReadOnlyList<string?> Fixed)> CompileAsync<TAnalyzer, TFix>(IReadOnlyList<string> files, Func<string, string>? spoil = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : PerfCodeFix, new()
    {
        var test = new AnalyzerTest<TAnalyzer> { TestCode = "// The programs are files of their own.", Sources = { Shop.Model } };
        for (var i = 0; i < files.Count; i++)
            test.Sources.Add(new(NameOf(i), files[i]));

        var diagnostics = await test.GetDiagnosticsAsync();
        var solution = test.CreateSolution();
        var before = await CompiledProgram.EmitAsync(solution.Projects.Single());
        var texts = new List<string?>();
        for (var i = 0; i < files.Count; i++)
        {
            var document = solution.Projects.Single().Documents.Single(d => d.Name == NameOf(i));
            var found = diagnostics.FirstOrDefault(d => d.Location.SourceTree?.FilePath.EndsWith("/" + NameOf(i), StringComparison.Ordinal) == true);
            var changed = found is null ? null : await new TFix().ApplyAsync(document, found);
            if (changed is not null && spoil is not null)
                changed = changed.WithDocumentText(document.Id, SourceText.From(spoil((await changed.GetDocument(document.Id)!.GetTextAsync()).ToString())));

            solution = changed ?? solution;
            texts.Add(changed is null ? null : (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString());
        }

        return (before, await CompiledProgram.EmitAsync(solution.Projects.Single()), texts);
    }

    private static string NameOf(int i) => $"Program{i}.cs";
}
