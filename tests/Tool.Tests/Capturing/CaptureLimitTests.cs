using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tests.Capturing;

/// <summary>What a capture keeps apart has a limit; what is beyond is added up, and said to be.</summary>
public sealed class CaptureLimitTests
{
    [Fact]
    public void Names_without_end_are_added_up_as_one()
    {
        var capture = new Capture();
        for (var i = 0; i < 110_000; i++)
        {
            capture.Function(new("f" + i)).SelfMs = 1 + (capture.Function(new("f" + i)).SelfMs ?? 0);
            capture.Endpoint("GET /" + i).Add(2, null, null);
            capture.Sites.Add(new(null, "/src/A.cs", i + 1), "db.read", 3, null);
        }

        Assert.Equal((100_001, 20_001, 50_001), (capture.Functions.Count, capture.Endpoints.Count, capture.Sites.Sites.Count()));
        Assert.Equal((110_000, 220_000, 330_000), (capture.Functions.Values.Sum(f => f.SelfMs), capture.Endpoints.Values.Sum(e => e.TotalMs), capture.Sites.Sites.Sum(s => s.Totals.Calls)));
        Assert.True(capture.IsPartial);
        Assert.Equal(2, capture.Remarks.Count);
    }

    [Fact]
    public void Frames_without_end_are_one_frame()
    {
        var tree = new CallTree(ValueKind.Samples);
        for (var i = 0; i < 210_000; i++)
            tree.Add([tree.FrameIndex(new("f" + i))], 1);

        Assert.True(tree.IsCut);
        Assert.Equal((200_001, 210_000.0), (tree.Frames.Count, tree.Total));
        Assert.Equal(10_000, Assert.Single(tree.Nodes, n => tree.Frames[n.Frame] == CallTree.Further).Own);
    }
}
