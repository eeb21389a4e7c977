namespace PerfAnalyzers.Tests.Evidence;

/// <summary>The same as <see cref="PeerFactAttribute"/> for a test with data.</summary>
internal sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute() => Skip = new PeerFactAttribute().Skip;
}
