using System.Globalization;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// Folded stacks, one stack a line: <c>main;work;parse 42</c>. What <c>stackcollapse</c> scripts, async-profiler, py-spy and rbspy write. The number's unit is not in
/// the file; it counts as samples.
/// </summary>
internal sealed class FoldedFormat : ICaptureFormat
{
    public string Name => "folded";

    public bool Recognizes(CaptureHead head)
    {
        if (!head.IsText || head.Keys.Count > 0)
            return false;

        // The last line may be cut.
        var lines = head.Text.Split('\n');
        var whole = (head.Bytes.Length < CaptureHead.Size ? lines : lines[..^1]).Where(l => l.Trim().Length > 0 && l[0] != '#').Take(200).ToList();
        return whole.Count > 0 && whole.Count(l => Split(l) is not null) >= whole.Count * 0.9 && whole.Any(l => l.Contains(';'));
    }

    public void Read(CaptureInput input, Capture capture)
    {
        var tree = capture.Tree(ValueKind.Samples);
        var names = new FrameNames();
        var lines = new TextLines(input);
        var stack = new List<int>();
        long bad = 0, firstBad = 0;
        capture.IsSampled = true;
        while (lines.Next() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;

            if (Split(line) is not var (frames, value))
            {
                bad++;
                firstBad = firstBad == 0 ? lines.Number : firstBad;
                continue;
            }

            stack.Clear();
            foreach (var frame in frames.Split(';'))
            {
                if (frame.Length > 0)
                    stack.Add(tree.FrameIndex(names.DotNet(frame.EndsWith("_[j]", StringComparison.Ordinal) || frame.EndsWith("_[k]", StringComparison.Ordinal) ? frame[..^4] : frame)));
            }

            tree.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stack), value, (long)Math.Min(value, long.MaxValue / 4));
        }

        if (bad > 0)
            capture.Partial(string.Create(CultureInfo.InvariantCulture, $"{input.FileName}({firstBad}): {bad} lines are not '<frame>;<frame> <number>' and are left out"));
    }

    // A frame may hold blanks; what follows the last one is the number.
    private static (string Frames, double Value)? Split(string line)
    {
        var text = line.TrimEnd();
        var blank = text.LastIndexOf(' ');
        return blank > 0 && double.TryParse(text.AsSpan(blank + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (text[..blank], value)
            : null;
    }
}
