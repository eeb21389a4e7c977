using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>
/// BenchmarkDotNet's JSON, full or brief: each benchmark is a root operation with the durations of its iterations, and its method's time and allocations for one operation.
/// </summary>
internal sealed class BenchmarkFormat : ICaptureFormat
{
    private const int MaxLength = 64_000_000;
    private const double NanosecondsToMs = 1e-6;

    public string Name => "benchmarkdotnet";

    public bool Recognizes(CaptureHead head) => head.Keys.Contains("HostEnvironmentInfo") && head.Keys.Contains("Title");

    public void Read(CaptureInput input, Capture capture)
    {
        try
        {
            using var document = JsonDocument.Parse(input.ReadAll(MaxLength));
            if (!document.RootElement.TryGetProperty("Benchmarks", out var benchmarks) || benchmarks.ValueKind != JsonValueKind.Array)
                throw new CaptureException("it has no benchmarks");

            capture.RootKind = "operation";
            foreach (var benchmark in benchmarks.EnumerateArray())
                Add(benchmark, capture);
        }
        catch (JsonException e)
        {
            throw new CaptureException("not valid JSON", e.LineNumber + 1);
        }
        catch (InvalidOperationException)
        {
            throw new CaptureException("a value is of another kind than BenchmarkDotNet writes");
        }
    }

    private static void Add(JsonElement benchmark, Capture capture)
    {
        var (space, type, method) = (Text(benchmark, "Namespace"), Text(benchmark, "Type"), Text(benchmark, "Method"));
        if (type is null || method is null || !benchmark.TryGetProperty("Statistics", out var statistics) || statistics.ValueKind != JsonValueKind.Object || Number(statistics, "Mean") is not { } mean)
        {
            capture.Partial("a benchmark has no statistics: it failed, and is left out");
            return;
        }

        var fullType = string.IsNullOrEmpty(space) ? type : $"{space}.{type}";
        var parameters = Text(benchmark, "Parameters");
        var name = DotNetName.OfMember($"{fullType}.{method}");

        // With parameters, it is not said whether they are the method's own.
        if (name is not null && string.IsNullOrEmpty(parameters))
            name = name with { Parameters = "" };

        var endpoint = capture.Endpoint(string.IsNullOrEmpty(parameters) ? $"{fullType}.{method}" : $"{fullType}.{method} [{parameters}]");
        endpoint.Member = name?.Key;
        foreach (var value in Values(statistics, mean))
            endpoint.Add(value * NanosecondsToMs, null, null);

        var hasMemory = benchmark.TryGetProperty("Memory", out var memory) && memory.ValueKind == JsonValueKind.Object;
        endpoint.AllocatedBytes = hasMemory ? Number(memory, "BytesAllocatedPerOperation") : null;
        if (name is null)
            return;

        var function = capture.Function(FrameNames.Of(name, name.Display));
        var operations = hasMemory ? Number(memory, "TotalOperations") : null;
        function.Calls = (function.Calls ?? 0) + (operations ?? 1);
        function.SelfMs = (function.SelfMs ?? 0) + (mean * (operations ?? 1) * NanosecondsToMs);
        function.TotalMs = function.SelfMs;
        if (operations is not null && Number(memory, "BytesAllocatedPerOperation") is { } bytes)
            function.AllocatedBytes = (function.AllocatedBytes ?? 0) + (bytes * operations);
    }

    // The brief export has no single values.
    private static List<double> Values(JsonElement statistics, double mean)
    {
        var values = new List<double>();
        if (statistics.TryGetProperty("OriginalValues", out var originals) && originals.ValueKind == JsonValueKind.Array)
        {
            foreach (var value in originals.EnumerateArray())
            {
                if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0)
                    values.Add(number);
            }
        }

        return values.Count > 0 ? values : [Math.Max(0, mean)];
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0 ? number : null;
}
