using PerfAnalyzers.Tool.Importing.Formats;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>The formats, those that are told most surely first.</summary>
internal static class CaptureFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ICaptureFormat> All { get; } =
    [
        new SpeedscopeFormat(),
        new FoldedFormat(),
    ];

    /// <summary>The format of a file that begins like this, or null.</summary>
    public static ICaptureFormat? Of(CaptureHead head) => All.FirstOrDefault(f => f.Recognizes(head));
}
