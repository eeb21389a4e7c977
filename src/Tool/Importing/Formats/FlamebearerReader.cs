using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>
/// Reads the rows of a flame graph. A bar is four numbers: how far it stands from the end of the one before, its width, the part of it that has nothing above, and
/// its name. Its caller is the bar below it.
/// </summary>
internal sealed class FlamebearerReader(JsonPull json)
{
    private const int MaxBars = 5_000_000;

    private readonly List<string> _names = [];
    private readonly List<List<Bar>> _levels = [];
    private string _units = "";
    private string _name = "";
    private double _sampleRate;
    private int _bars;

    /// <summary>The property <c>flamebearer</c>.</summary>
    public void ReadGraph()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            if (json.Is("names"u8))
                ReadNames();
            else if (json.Is("levels"u8))
                ReadLevels();
        }
    }

    /// <summary>The property <c>metadata</c>.</summary>
    public void ReadMetadata()
    {
        if (!json.EnterObject(out var depth))
            return;

        while (json.NextProperty(depth))
        {
            if (json.Is("format"u8) && json.ReadString() == "double")
                throw new CaptureException("a comparison of two profiles, which has no times of its own");

            if (json.Is("units"u8))
                _units = json.ReadString() ?? "";
            else if (json.Is("name"u8))
                _name = json.ReadString() ?? "";
            else if (json.Is("sampleRate"u8))
                _sampleRate = json.ReadDouble() ?? 0;
        }
    }

    /// <summary>Adds the stacks.</summary>
    public void AddTo(Capture capture)
    {
        if (Unit() is not var (kind, factor))
        {
            capture.Remark($"a profile in '{_units}' says nothing about time or memory and is left out");
            return;
        }

        capture.IsSampled = true;
        var tree = capture.Tree(kind);
        var names = new FrameNames();
        List<Bar> below = [];
        foreach (var level in _levels)
        {
            var at = 0;
            for (var i = 0; i < level.Count; i++)
            {
                var bar = level[i];
                while (at < below.Count && below[at].Start + below[at].Width <= bar.Start)
                    at++;

                // The lowest bar is everything, and no function.
                var parent = at < below.Count ? below[at].Node : -1;
                var node = ReferenceEquals(level, _levels[0]) ? -1 : tree.Child(parent, tree.FrameIndex(names.DotNet(NameOf(bar))));
                level[i] = bar with { Node = node };
                if (bar.Own > 0)
                    tree.AddTo(node, bar.Own * factor, (long)Math.Min(bar.Own, 1e15));
            }

            below = level;
        }
    }

    private string NameOf(Bar bar) => bar.Name >= 0 && bar.Name < _names.Count ? _names[bar.Name] : throw new CaptureException($"a bar refers to name {bar.Name}, which is not in the file");

    private void ReadNames()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
            _names.Add(json.GetString() ?? "");
    }

    private void ReadLevels()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartArray)
                _levels.Add(ReadLevel());
        }
    }

    private List<Bar> ReadLevel()
    {
        var bars = new List<Bar>();
        var numbers = new double[4];
        var (at, end) = (0, 0.0);
        var array = json.Depth;
        while (json.NextElement(array))
        {
            numbers[at++] = json.GetDouble() is >= 0 and < 1e15 and var number ? number : throw new CaptureException("a bar holds something else than numbers of 0 or more");
            if (at < 4)
                continue;

            at = 0;
            if (++_bars > MaxBars)
                throw new CaptureException($"more than {MaxBars} bars");

            var start = end + numbers[0];
            bars.Add(new(start, numbers[1], numbers[2], (int)Math.Min(numbers[3], int.MaxValue), -1));
            end = start + numbers[1];
        }

        return bars;
    }

    private (ValueKind Kind, double Factor)? Unit() => _units switch
    {
        "samples" or "" => _sampleRate > 0 ? (_name.Contains("wall", StringComparison.OrdinalIgnoreCase) ? ValueKind.WallMs : ValueKind.CpuMs, 1000 / _sampleRate) : (ValueKind.Samples, 1),
        "nanoseconds" => (ValueKind.CpuMs, 1e-6),
        "bytes" => (_name.Contains("inuse", StringComparison.OrdinalIgnoreCase) ? ValueKind.RetainedBytes : ValueKind.AllocatedBytes, 1),
        _ => null,
    };

    private readonly record struct Bar(double Start, double Width, double Own, int Name, int Node);
}
