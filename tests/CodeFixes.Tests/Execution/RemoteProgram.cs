using System.Globalization;
using System.Reflection;
using System.Text;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Runs a loop that calls another service.</summary>
internal static class RemoteProgram
{
    /// <summary>The most calls that the fix makes at the same time.</summary>
    public const int Limit = 4;

    /// <summary>What the loop used, in order, and what it threw; what the service was asked; and how many calls overlapped; a program that <paramref name="overlaps"/> is waited for until two of its calls do.</summary>
    public static async Task<(string Transcript, string Asked, int AtOnce)> RunAsync(Assembly program, string name, int size, string? failsOn, string sourceKind, bool overlaps)
    {
        using var handler = new CountingHandler(failsOn, overlaps);
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

    /// <summary>A value as text, whatever its type.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        System.Collections.IEnumerable items => $"[{string.Join("; ", items.Cast<object?>().Select(Text))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
