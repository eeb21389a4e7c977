using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>One format of captures: how it is recognised, and how it is read.</summary>
/// <remarks>
/// A reader takes its input from beginning to end, keeps no more of it than the capture does, and throws <see cref="CaptureException"/> for what it cannot read.
/// What it has added by then stays: a trace that ends early still says what happened before.
/// </remarks>
internal interface ICaptureFormat
{
    /// <summary>The name that users know: <c>speedscope</c>, <c>pprof</c>.</summary>
    string Name { get; }

    /// <summary>Whether a file that begins like this is one, by its content: names are not trusted.</summary>
    bool Recognizes(CaptureHead head);

    /// <summary>Adds what the file holds.</summary>
    /// <param name="input">The content, unpacked.</param>
    /// <param name="capture">Where it is added.</param>
    void Read(CaptureInput input, Capture capture);
}
