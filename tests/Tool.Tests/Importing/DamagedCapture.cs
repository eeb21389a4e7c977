using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>Captures that are damaged, and what a reader owes whoever hands it one. Used by the tests and, 10,000 times for each format, by <c>benchmarks</c>.</summary>
internal static class DamagedCapture
{
    // One for all: it lists the files of the repository when it is first asked.
    private static readonly PlaceResolver s_places = PlaceResolver.Here([], []);

    /// <summary>The content of a capture, unpacked.</summary>
    public static byte[] Unpacked(string path)
    {
        using var input = CaptureInput.Open(path);
        return input.ReadAll(int.MaxValue);
    }

    /// <summary>The name of the format that a file is recognised as, or null.</summary>
    public static string? FormatOf(string path)
    {
        using var input = CaptureInput.Open(path);
        return CaptureFormats.Of(input.Head)?.Name;
    }

    /// <summary>A few bytes are flipped, a piece is left out, doubled or filled with something else.</summary>
    public static byte[] Mutated(byte[] content, int seed)
    {
        var random = new Random(seed);
        var bytes = content.ToArray();
        if (bytes.Length == 0)
            return bytes;

        for (var i = random.Next(1, 8); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Max(2, Math.Min(200, bytes.Length - at)));
        return (seed % 5) switch
        {
            1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + length)..]],
            2 => [.. bytes[..at], .. bytes.AsSpan(at, Math.Min(length, bytes.Length - at)), .. bytes[at..]],
            3 => [.. bytes[..at], .. "99999999999999999999"u8, .. bytes[at..]],
            4 => [.. bytes[..at], .. "-1"u8, .. bytes[at..]],
            _ => bytes,
        };
    }

    /// <summary>Reads a file as <c>import</c> does; throws what no user should see, and where what was read is no sound evidence.</summary>
    /// <returns>What the user is told: <c>read</c>, <c>partial</c>, <c>refused</c> or <c>unknown</c>.</returns>
    public static string Read(string path)
    {
        var capture = new Capture();
        var outcome = "unknown";
        try
        {
            using var input = CaptureInput.Open(path);
            if (CaptureFormats.Of(input.Head) is { } format)
            {
                format.Read(input, capture);
                outcome = "read";
            }
        }
        catch (Exception e) when (e is CaptureException or EndOfStreamException)
        {
            // What was read until then is written all the same, and said to be a part.
            outcome = capture.IsEmpty ? "refused" : "partial";
        }

        var profile = new CaptureEvidence(capture, s_places).Profile("hostile", null);
        using var writer = new StringWriter();
        EvidenceWriter.Write(writer, [profile]);
        using var reader = new StringReader(writer.ToString());
        var problems = EvidenceParser.Read(reader).Problems;
        if (problems.Count > 0)
            throw new InvalidOperationException($"written evidence is malformed at {problems[0].Line}: {problems[0].Reason}");

        return capture.IsPartial && outcome == "read" ? "partial" : outcome;
    }
}
