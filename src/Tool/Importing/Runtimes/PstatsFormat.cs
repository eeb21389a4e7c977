using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>
/// Python's cProfile, as <c>python -m cProfile -o</c> and <c>pstats.dump_stats</c> write it: a marshalled dictionary of functions with their calls and times.
/// </summary>
internal sealed class PstatsFormat : ICaptureFormat
{
    private const int MaxLength = 64_000_000;
    private const double SecondsToMs = 1000;

    public string Name => "pstats";

    // A dictionary whose first key is a tuple of three; the highest bit marks an object that may be referred to.
    public bool Recognizes(CaptureHead head) =>
        head.Bytes.Length > 3 && (head.Bytes[0] & 0x7F) == '{' && ((head.Bytes[1] & 0x7F) is ')' or '(') && head.Bytes[2] == 3;

    public void Read(CaptureInput input, Capture capture)
    {
        var reader = new PythonMarshal(input.ReadAll(MaxLength));
        try
        {
            if (reader.Read() is not Dictionary<object, object?> functions)
                throw new CaptureException("it holds no dictionary");

            foreach (var (key, value) in functions)
                Add(key, value, capture);
        }
        catch (EndOfStreamException)
        {
            foreach (var (key, value) in reader.Unfinished)
                Add(key, value, capture);

            throw;
        }
    }

    /// <summary>A function; what is built in has no file.</summary>
    public static Frame FrameOf(string? file, int? line, string name)
    {
        var isCode = file is { Length: > 0 } and not "~" && !file.StartsWith('<');
        return new(name) { File = isCode ? file : null, Line = isCode ? line : null, IsUser = isCode };
    }

    // (file, line, name): (primitive calls, calls, own time, time with callees, callers)
    private static void Add(object? key, object? value, Capture capture)
    {
        if (key is not object?[] { Length: 3 } function || value is not object?[] { Length: >= 4 } figures || function[2] is not string name)
            return;

        var line = function[1] is long number and > 0 and < int.MaxValue ? (int)number : (int?)null;
        var totals = capture.Function(FrameOf(function[0] as string, line, name));
        totals.Calls = (totals.Calls ?? 0) + Number(figures[1]);
        totals.SelfMs = (totals.SelfMs ?? 0) + (Number(figures[2]) * SecondsToMs);
        totals.TotalMs = (totals.TotalMs ?? 0) + (Number(figures[3]) * SecondsToMs);
    }

    private static double Number(object? value) => value switch
    {
        long whole and >= 0 => whole,
        double number and >= 0 when double.IsFinite(number) => number,
        _ => 0,
    };
}
