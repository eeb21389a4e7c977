using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.Formats;

namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>The CPU profiles of V8 within a trace: each comes in pieces, <c>ProfileChunk</c>, that add nodes, samples and the time between samples.</summary>
internal sealed class SampledProfiles
{
    private const int MaxNodes = 5_000_000;

    private readonly Dictionary<string, Profile> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<Frame, int> _numbers = [];
    private readonly List<Frame> _frames = [];
    private readonly RawTree _tree = new();
    private int _nodes;

    /// <summary>Whether there were any.</summary>
    public bool Any => _profiles.Count > 0;

    /// <summary>Adds a piece.</summary>
    /// <param name="profile">Process and id of the profile.</param>
    /// <param name="chunk">What it holds.</param>
    public void Add(string profile, ProfileChunk chunk)
    {
        if (!_profiles.TryGetValue(profile, out var known))
            _profiles.Add(profile, known = new());

        foreach (var (id, parent, function) in chunk.Nodes)
        {
            if (++_nodes > MaxNodes)
                throw new CaptureException($"more than {MaxNodes:N0} nodes of profiles");

            // The root is no function.
            var caller = parent is { } outer ? known.Nodes.GetValueOrDefault(outer, -1) : -1;
            known.Nodes[id] = function.Name is "(root)" or "(idle)" ? -1 : _tree.Child(caller, NumberOf(function));
        }

        // The time before a sample is that of the sample before it.
        for (var i = 0; i < chunk.Samples.Count; i++)
        {
            known.LastMs = i < chunk.DeltasUs.Count ? Math.Max(0, chunk.DeltasUs[i]) / 1000 : 0;
            _tree.AddOwn(known.Last, known.LastMs);
            known.Last = known.Nodes.GetValueOrDefault(chunk.Samples[i], -1);
        }
    }

    /// <summary>Adds the stacks. How long the last sample lasted is not known; it is taken to be as long as the one before.</summary>
    public void AddTo(CallTree tree)
    {
        foreach (var profile in _profiles.Values)
            _tree.AddOwn(profile.Last, profile.LastMs);

        _tree.AddTo(tree, n => _frames[n]);
    }

    private int NumberOf(Frame frame)
    {
        if (_numbers.TryGetValue(frame, out var number))
            return number;

        _frames.Add(frame);
        _numbers.Add(frame, _frames.Count - 1);
        return _frames.Count - 1;
    }

    private sealed class Profile
    {
        public Dictionary<long, int> Nodes { get; } = [];

        /// <summary>The node of the sample that came last; -1 when the thread had nothing to do.</summary>
        public int Last { get; set; } = -1;

        public double LastMs { get; set; }
    }
}
