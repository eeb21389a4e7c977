namespace PerfAnalyzers.Tests.Evidence;

/// <summary>A test on other vendors' packages, where they have been restored.</summary>
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute()
    {
        if (!PeerPackage.AreRestored)
            Skip = "dotnet restore benchmarks/Analyzers/Peers brings the packages";
    }
}
