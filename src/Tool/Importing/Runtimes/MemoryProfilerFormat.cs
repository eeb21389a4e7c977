using System.Globalization;
using System.Text.RegularExpressions;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The text of Python's memory_profiler: how much each line added to the process. The source text in its last column is left behind.</summary>
internal sealed partial class MemoryProfilerFormat : ICaptureFormat
{
    private const double MiB = 1024 * 1024;

    public string Name => "memory_profiler";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Lines(40).Any(l => l.StartsWith("Line #", StringComparison.Ordinal) && l.Contains("Mem usage", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        var lines = new TextLines(input);
        string? file = null;
        while (lines.Next() is { } line)
        {
            if (line.StartsWith("Filename:", StringComparison.Ordinal))
                file = line["Filename:".Length..].Trim();
            else if (file is not null && Row().Match(line) is { Success: true } row)
                Add(capture, file, row);
        }
    }

    private static void Add(Capture capture, string file, Match row)
    {
        if (!int.TryParse(row.Groups["line"].ValueSpan, out var number) || !double.TryParse(row.Groups["increment"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var added))
            return;

        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        var totals = capture.Function(new($"{name}:{number.ToString(CultureInfo.InvariantCulture)}") { File = file, Line = number, IsUser = true });
        totals.AllocatedBytes = (totals.AllocatedBytes ?? 0) + (Math.Max(0, added) * MiB);
        if (long.TryParse(row.Groups["occurrences"].ValueSpan, out var occurrences))
            totals.Calls = (totals.Calls ?? 0) + occurrences;
    }

    // Line, memory, increment, and since version 0.58 occurrences.
    [GeneratedRegex(@"^\s*(?<line>\d{1,9})\s+-?[\d.]{1,20}\s+MiB\s+(?<increment>-?[\d.]{1,20})\s+MiB(?:\s+(?<occurrences>\d{1,15})(?=\s))?")]
    private static partial Regex Row();
}
