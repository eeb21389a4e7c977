using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that call another service, compiled and run before and after the fix.</summary>
internal static class RemoteProgram
{
    /// <summary>The most calls that the fix makes at the same time.</summary>
    public const int Limit = 4;

    /// <summary>The texts of the files after the fix; null where none is offered.</summary>
    public static async Task<(Assembly Before, Assembly After, IReadOnlyList<string?> Fixed)> CompileAsync(IReadOnlyList<string> files, Func<string, string>? spoil = null)
    {
        var test = new AnalyzerTest<RemoteCallInLoopAnalyzer> { TestCode = "// The programs are files of their own.", Sources = { Shop.Model } };
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
            var changed = found is null ? null : await new RemoteCallInLoopFix().ApplyAsync(document, found);
            if (changed is not null && spoil is not null)
                changed = changed.WithDocumentText(document.Id, Microsoft.CodeAnalysis.Text.SourceText.From(spoil((await changed.GetDocument(document.Id)!.GetTextAsync()).ToString())));

            solution = changed ?? solution;
            texts.Add(changed is null ? null : (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString());
        }

        return (before, await CompiledProgram.EmitAsync(solution.Projects.Single()), texts);
    }

    /// <summary>What the loop used, in order, and what it threw; what the service was asked; and how many calls overlapped.</summary>
    public static async Task<(string Transcript, string Asked, int AtOnce)> RunAsync(Assembly program, string name, int size, string? failsOn, string sourceKind)
    {
        using var handler = new CountingHandler(failsOn);
        using var http = new HttpClient(handler) { BaseAddress = new("http://prices.example/") };
        var transcript = new StringBuilder();
        var skus = Enumerable.Range(0, size).Select(i => "s" + new string('x', i % 4) + (i * 7 % 10).ToString(CultureInfo.InvariantCulture)).ToList();
        object source = sourceKind == "array" ? skus.ToArray() : skus;
        var service = Activator.CreateInstance(program.GetType(name)!, http, null, (Action<object?[]>)(values => transcript.AppendJoin(", ", values.Select(Text)).Append('\n')));
        try
        {
            await (Task)service!.GetType().GetMethod("RunAsync")!.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [source, CancellationToken.None], null)!;
        }
        catch (HttpRequestException e)
        {
            transcript.Append(e.GetType().Name).Append(": ").Append(e.StatusCode);
        }

        return (transcript.ToString(), string.Join('\n', handler.Requests), handler.MostAtOnce);
    }

    private static string NameOf(int i) => $"Program{i}.cs";

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        System.Collections.IEnumerable items => $"[{string.Join("; ", items.Cast<object?>().Select(Text))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
