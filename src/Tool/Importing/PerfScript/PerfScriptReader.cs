using System.Globalization;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.PerfScript;

/// <summary>Adds up samples by stack. Those of a clock are processor time; of other events, those of one are counted.</summary>
internal sealed partial class PerfScriptReader(Capture capture)
{
    private readonly Dictionary<string, CallTree> _trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _msPerSample = new(StringComparer.Ordinal);
    private readonly PerfFrames _frames = new();
    private readonly List<Frame> _stack = [];
    private PerfSample? _sample;
    private (double First, double Last) _ms = (double.PositiveInfinity, double.NegativeInfinity);
    private long _bad;
    private long _firstBad;

    /// <summary>Reads all lines.</summary>
    public void Read(TextLines lines, string fileName)
    {
        var last = "";
        while (lines.Next() is { } line)
        {
            Add(line, lines);
            last = line;
        }

        // The last frame of a file that was cut off is half a name; where only the end of the line is missing, its file is closed.
        if (lines.EndedOpen && _sample is not null && !last.EndsWith(')'))
            capture.Partial($"{fileName}({lines.Number}): the file ends early; what comes before it is used");
        else
            EndSample();

        Finish();
        if (_bad > 0)
            capture.Partial(string.Create(CultureInfo.InvariantCulture, $"{fileName}({_firstBad}): {_bad} lines are neither samples nor frames and are left out"));
    }

    private void Add(string line, TextLines lines)
    {
        if (line.Length == 0)
        {
            EndSample();
        }
        else if (line[0] == '#')
        {
            ReadComment(line);
        }
        else if (_sample is not null && (char.IsWhiteSpace(line[0]) || IsFrame().IsMatch(line)) && _frames.Of(line) is { } frame)
        {
            Push(frame);
        }
        else if (PerfSample.Parse(line) is { } sample)
        {
            EndSample();
            _sample = sample;
            if (_frames.Of(sample.Rest) is { } only && sample.Rest.Contains('('))
                Push(only);
        }
        else
        {
            _bad++;
            _firstBad = _firstBad == 0 ? lines.Number : _firstBad;
        }
    }

    // Of a library without symbols, one frame says what many would.
    private void Push(Frame frame)
    {
        if (_stack.Count == 0 || frame.Name[0] != '[' || _stack[^1] != frame)
            _stack.Add(frame);
    }

    private void EndSample()
    {
        if (_sample is not { } sample)
            return;

        _sample = null;
        if (sample.AtMs is { } at)
            _ms = (Math.Min(_ms.First, at), Math.Max(_ms.Last, at));

        var weight = sample.IsClock && sample.Period is { } nanoseconds ? nanoseconds / 1e6 : _msPerSample.TryGetValue(sample.Event, out var ms) ? ms : (double?)null;
        var key = weight is null ? sample.Event : "";
        if (!_trees.TryGetValue(key, out var tree))
            _trees.Add(key, tree = weight is null ? new(ValueKind.Samples) : capture.Tree(ValueKind.CpuMs));

        var node = -1;
        for (var i = _stack.Count - 1; i >= 0; i--)
            node = tree.Child(node, tree.FrameIndex(_stack[i]));

        tree.AddTo(node, weight ?? 1);
        _stack.Clear();
    }

    private void Finish()
    {
        capture.IsSampled = true;
        if (_ms.Last > _ms.First)
            capture.DurationMs ??= _ms.Last - _ms.First;

        var others = _trees.Where(t => t.Key.Length > 0).OrderByDescending(t => t.Key.Contains("cycles", StringComparison.Ordinal)).ThenByDescending(t => t.Value.Total).ToList();
        if (others.Count == 0)
            return;

        Copy(others[0].Value, capture.Tree(ValueKind.Samples));
        if (others.Count > 1)
            capture.Remark($"samples of {others[0].Key} are counted; those of {string.Join(", ", others.Skip(1).Select(o => o.Key))} count something else and are left out");
    }

    private static void Copy(CallTree from, CallTree to)
    {
        var map = new int[from.Nodes.Count];
        var frames = from.Frames.Select(to.FrameIndex).ToArray();
        for (var i = 0; i < map.Length; i++)
        {
            var node = from.Nodes[i];
            map[i] = to.Child(node.Parent < 0 ? -1 : map[node.Parent], frames[node.Frame]);
            if (node.Count > 0)
                to.AddTo(map[i], node.Own, node.Count);
        }
    }

    // What --header says of an event: how many samples a second, where the samples themselves do not say what they stand for.
    private void ReadComment(string line)
    {
        if (EventComment().Match(line) is { Success: true } match && match.Groups["name"].Value.Split(':')[0] is "cpu-clock" or "task-clock" &&
            double.TryParse(match.Groups["value"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0)
        {
            var perSample = line.Contains("freq = 1", StringComparison.Ordinal) ? 1000 / value : value / 1e6;
            _msPerSample[match.Groups["name"].Value.Split(':')[0]] = perSample;
        }
    }

    // Old versions do not indent: ffffffff8103d0ca native_write_msr_safe ([kernel.kallsyms])
    [GeneratedRegex(@"^[0-9a-f]{6,16} \S.{0,4000} \([^()]{1,1000}\)$")]
    private static partial Regex IsFrame();

    [GeneratedRegex(@"^# event : name = (?<name>[^,\s]{1,200}),.{0,2000}?\{ sample_period, sample_freq \} = (?<value>\d{1,12})")]
    private static partial Regex EventComment();
}
