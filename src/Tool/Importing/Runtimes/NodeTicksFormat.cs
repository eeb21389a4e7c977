using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The text of <c>node --prof-process</c>: samples by function, and for the heavier ones by caller, which gives stacks.</summary>
internal sealed partial class NodeTicksFormat : ICaptureFormat
{
    private const int MaxStack = 1000;

    public string Name => "node-prof";

    public bool Recognizes(CaptureHead head) => head.IsText && head.Lines(20).Any(l => l.StartsWith("Statistical profiling result from", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        capture.IsSampled = true;
        var lines = new TextLines(input);
        var flat = new Dictionary<string, long>(StringComparer.Ordinal);
        var stacks = new Stacks(capture.Tree(ValueKind.Samples));
        var section = "";
        while (lines.Next() is { } line)
        {
            if (Section().Match(line) is { Success: true } heading)
                section = heading.Groups["name"].Value;
            else if (section is "JavaScript" or "C++" or "Shared libraries" && Flat().Match(line) is { Success: true } row && long.TryParse(row.Groups["ticks"].ValueSpan, out var ticks))
                flat[row.Groups["name"].Value] = ticks;
            else if (section.StartsWith("Bottom up", StringComparison.Ordinal) && Caller().Match(line) is { Success: true } caller && long.TryParse(caller.Groups["ticks"].ValueSpan, out var own))
                stacks.Add((caller.Groups["indent"].Length / 2) - 1, own, caller.Groups["name"].Value);
        }

        stacks.Finish(flat);
    }

    // JS: *slowSort /home/dev/work.js:3:18; the mark says how far the function was optimised.
    private static Frame FrameOf(string text)
    {
        if (text == "UNKNOWN")
            return new("(unaccounted)");

        if (Script().Match(text) is not { Success: true } script)
            return new(text.StartsWith('/') ? $"[{text[(text.LastIndexOf('/') + 1)..]}]" : text.Split("@@")[0]);

        // A regular expression's name is its text.
        var name = script.Groups["kind"].Value == "RegExp" ? "(regexp)" : script.Groups["name"].Value is "<anonymous>" or "" ? "(anonymous)" : script.Groups["name"].Value;
        var file = V8Frame.FileOf(script.Groups["file"].Value);
        return new(name)
        {
            File = file,
            Line = file is not null && int.TryParse(script.Groups["line"].ValueSpan, out var line) ? line : null,
            IsUser = file is not null && !file.Contains("node_modules/", StringComparison.Ordinal),
        };
    }

    [GeneratedRegex(@"^ \[(?<name>[^\]]+)\]:")]
    private static partial Regex Section();

    [GeneratedRegex(@"^\s*(?<ticks>\d{1,15})\s+[\d.]+%\s+(?:[\d.]+%\s+)?(?<name>\S.*)$")]
    private static partial Regex Flat();

    [GeneratedRegex(@"^\s*(?<ticks>\d{1,15})\s+[\d.]+%(?<indent> {2,2000})(?<name>\S.*)$")]
    private static partial Regex Caller();

    [GeneratedRegex(@"^(?<kind>JS|Function|LazyCompile|Script|Eval|Builtin|Stub|RegExp|BytecodeHandler|\w+IC): [*~^+]*(?<name>.*?)(?: (?<file>\S+?):(?<line>\d+):\d+)?$")]
    private static partial Regex Script();

    /// <summary>Stacks from a list of callers: what a function's callers do not account for is its own without a caller.</summary>
    private sealed class Stacks(CallTree tree)
    {
        private readonly List<(string Name, long Left)> _path = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public void Add(int level, long ticks, string name)
        {
            if (level < 0 || level > _path.Count || level >= MaxStack)
                return;

            Close(level);
            if (level == 0)
                _seen.Add(name);
            else
                _path[^1] = _path[^1] with { Left = _path[^1].Left - ticks };

            _path.Add((name, ticks));
        }

        /// <summary>Adds the functions that have no callers in the text.</summary>
        public void Finish(Dictionary<string, long> flat)
        {
            Close(0);
            foreach (var (name, ticks) in flat)
            {
                if (_seen.Contains(name))
                    continue;

                _path.Add((name, ticks));
                Close(0);
            }
        }

        // The innermost function comes first, its callers below it.
        private void Close(int level)
        {
            while (_path.Count > level)
            {
                if (_path[^1].Left > 0)
                {
                    var stack = _path.Select(p => tree.FrameIndex(FrameOf(p.Name))).Reverse().ToArray();
                    tree.Add(stack, _path[^1].Left, _path[^1].Left);
                }

                _path.RemoveAt(_path.Count - 1);
            }
        }
    }
}
