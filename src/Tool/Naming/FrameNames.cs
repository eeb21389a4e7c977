using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Sampling;

namespace PerfAnalyzers.Tool.Naming;

/// <summary>Frames from their names, each name read once.</summary>
internal sealed partial class FrameNames
{
    private readonly Dictionary<string, Frame> _frames = new(StringComparer.Ordinal);

    /// <summary>The frame that a .NET profiler wrote.</summary>
    public Frame DotNet(string text)
    {
        if (!_frames.TryGetValue(text, out var frame))
            _frames.Add(text, frame = Read(text));

        return frame;
    }

    /// <summary>What a parsed name, with what else is known of it, says about the frame.</summary>
    public static Frame Of(DotNetName name, string fullName) => new(name.Display)
    {
        Module = name.Module,
        Member = FrameModules.IsUser(name.Module, name.Type) ? name.Key : null,
        IsUser = FrameModules.IsUser(name.Module, name.Type),
        IsWait = WaitingCalls.Contains(fullName),
        IsContinuation = IsContinuationOf(fullName),
    };

    /// <summary>The frame below which nothing is a caller: the one that resumes an asynchronous method.</summary>
    public static bool IsContinuationOf(string fullName) =>
        fullName.Contains("AsyncStateMachineBox`1", StringComparison.Ordinal) && fullName.Contains(".MoveNext", StringComparison.Ordinal);

    private static Frame Read(string text)
    {
        var plain = text[(text.IndexOf('!') + 1)..];
        if (DotNetName.Parse(text) is { } name)
            return Of(name, plain.Replace("::", ".", StringComparison.Ordinal));

        if (FileAndLine().Match(text) is { Success: true } place && int.TryParse(place.Groups["line"].ValueSpan, out var line))
        {
            var file = place.Groups["file"].Value;
            return new(place.Groups["name"].Value) { File = file, Line = line, IsUser = !file.StartsWith('<') && !file.Contains("site-packages", StringComparison.Ordinal) && !file.Contains("node_modules", StringComparison.Ordinal) };
        }

        return new(text) { IsWait = WaitingCalls.Contains(plain), IsContinuation = IsContinuationOf(plain), IsArtifact = IsHeading(text) };
    }

    // What TraceEvent puts around the stacks so that viewers can group them, and the leaf that says what a sample found the thread doing.
    private static bool IsHeading(string text) =>
        text is "(Non-Activities)" or "Threads" or "CPU_TIME" or "UNMANAGED_CODE_TIME" or "BLOCKED_TIME" ||
        text.StartsWith("Thread (", StringComparison.Ordinal) || text.StartsWith("Process", StringComparison.Ordinal) && text.Contains(" Args: ", StringComparison.Ordinal);

    // slow_sort (work.py:7), as samplers of Python and Ruby write frames in folded stacks.
    [GeneratedRegex(@"^(?<name>\S[^\n]*?) \((?<file>[^()\n]+\.[a-z]{1,4}):(?<line>\d+)\)$")]
    private static partial Regex FileAndLine();
}
