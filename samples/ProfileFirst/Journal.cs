using ProfileFirst.Measuring;
using ProfileFirst.Scratch;

namespace ProfileFirst;

/// <summary>What one step learns and a later one needs.</summary>
internal sealed class Journal(ScratchDirectory scratch)
{
    private Budget? _target;
    private Figures? _before;
    private Figures? _after;

    public ScratchShop Shop { get; } = new(scratch);

    public Budget Target
    {
        get => _target ?? throw new InvalidOperationException("The target is stated first.");
        set => _target = value;
    }

    public Figures Before
    {
        get => _before ?? throw new InvalidOperationException("Nothing was measured yet.");
        set => _before = value;
    }

    public Figures After
    {
        get => _after ?? throw new InvalidOperationException("Nothing was measured after the fix yet.");
        set => _after = value;
    }
}
