namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>One profile of a speedscope document while it is read: the time between two events belongs to the stack between them.</summary>
internal sealed class RawProfile
{
    private readonly List<int> _samples = [];
    private int _open = -1;
    private double _last = double.NaN;

    public string Unit { get; set; } = "";

    public bool IsEvented { get; set; }

    public double Start { get; set; }

    public double End { get; set; }

    /// <summary>What the samples stand for, in their order.</summary>
    public List<double> Weights { get; } = [];

    public RawTree Tree { get; } = new();

    /// <summary>A frame was entered or left.</summary>
    public void Event(bool isOpen, int frame, double at)
    {
        if (!double.IsNaN(_last) && at > _last)
            Tree.AddOwn(_open, at - _last);

        // Clocks of several threads are not always in order; time does not run backwards for that.
        _last = double.IsNaN(_last) ? at : Math.Max(at, _last);
        if (isOpen)
            _open = Tree.Child(_open, frame);
        else
            Close(frame);
    }

    /// <summary>A stack was seen.</summary>
    public void Sample(List<int> rootFirst)
    {
        var node = -1;
        foreach (var frame in rootFirst)
            node = Tree.Child(node, frame);

        _samples.Add(node);
    }

    /// <summary>Gives the samples their weights, which may come before or after them; a sample without one counts once.</summary>
    public void Finish()
    {
        for (var i = 0; i < _samples.Count; i++)
            Tree.AddOwn(_samples[i], i < Weights.Count ? Weights[i] : Weights.Count == 0 ? 1 : 0);
    }

    // A frame that is closed without being open is an error of the writer; it closes nothing.
    private void Close(int frame)
    {
        for (var node = _open; node >= 0; node = Tree.Parent(node))
        {
            if (Tree.FrameOf(node) != frame)
                continue;

            _open = Tree.Parent(node);
            return;
        }
    }
}
