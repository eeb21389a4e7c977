using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;
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

        var solution = test.CreateSolution();
        var before = await CompiledProgram.EmitAsync(solution.Projects.Single());
        var (changed, texts) = await new TFix().ApplyAllAsync(solution, await AnalyzerTest<TAnalyzer>.GetDiagnosticsAsync(solution), [.. files.Select((_, i) => NameOf(i))], spoil);
        return (before, await CompiledProgram.EmitAsync(changed.Projects.Single()), texts);
    }

    private static string NameOf(int i) => $"Program{i}.cs";
}
