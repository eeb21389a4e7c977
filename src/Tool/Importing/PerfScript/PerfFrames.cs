using System.Globalization;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.PerfScript;

/// <summary>
/// Frames of <c>perf script</c>: <c>7f12 symbol+0x19 (/usr/lib/libc.so.6)</c>. Names of compiled code come from the maps that its runtime writes, each in a way of its own.
/// </summary>
internal sealed partial class PerfFrames
{
    private readonly Dictionary<string, Frame?> _known = new(StringComparer.Ordinal);
    private readonly FrameNames _names = new();

    /// <summary>The frame of a line; null when it is none.</summary>
    public Frame? Of(string line)
    {
        var text = line.AsSpan().Trim();
        var blank = text.IndexOfAny(' ', '\t');
        var address = blank < 0 ? text : text[..blank];
        if (address.IsEmpty || !IsHexadecimal(address))
            return null;

        // The address is another one each time.
        var rest = blank < 0 ? "" : text[(blank + 1)..].Trim().ToString();
        if (!_known.TryGetValue(rest, out var frame))
            _known.Add(rest, frame = Read(rest));

        return frame;
    }

    private Frame Read(string text)
    {
        var module = "";
        if (text.EndsWith(')') && OpeningOf(text) is >= 0 and var open)
        {
            module = text[(open + 1)..^1];
            text = text[..open].TrimEnd();
        }

        var name = Offset().Replace(text, "");
        var file = module[(module.LastIndexOf('/') + 1)..];
        if (name.Length == 0 || name == "[unknown]")
            return new(file.Length == 0 ? "[unknown]" : $"[{file.Trim('[', ']')}]") { Module = file.Length == 0 ? null : file };

        return OfDotNet(name) ?? OfJavaScript(name) ?? OfPython(name) ??
            new(name) { Module = file.Length == 0 ? null : file, IsUser = !IsOfSystem(module) };
    }

    private Frame? OfDotNet(string name) => DotNetSymbol().IsMatch(name) ? _names.DotNet(name) : null;

    // JS:*heavy /srv/app/work.js:1:15
    private static Frame? OfJavaScript(string name)
    {
        var match = JavaScriptSymbol().Match(name);
        if (!match.Success)
            return null;

        var file = match.Groups["file"] is { Success: true } group ? group.Value.Replace("file://", "", StringComparison.Ordinal) : null;
        var function = match.Groups["name"].Value;
        return new(function.Length == 0 ? "(anonymous)" : function)
        {
            File = file is null || file.StartsWith("node:", StringComparison.Ordinal) ? null : file,
            Line = file is not null && int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null,
            IsUser = file is not null && !file.StartsWith("node:", StringComparison.Ordinal) && !file.Contains("node_modules/", StringComparison.Ordinal),
        };
    }

    // py::work:/srv/app/work.py
    private static Frame? OfPython(string name)
    {
        if (!name.StartsWith("py::", StringComparison.Ordinal) || name.IndexOf(':', 4) is not (> 4 and var colon))
            return null;

        var file = name[(colon + 1)..];
        return new(name[4..colon]) { File = file.StartsWith('<') ? null : file, IsUser = !file.StartsWith('<') && !file.Contains("/lib/python", StringComparison.Ordinal) };
    }

    // The bracket that belongs to the last one: what a map is called may hold some itself, as in (deleted).
    private static int OpeningOf(string text)
    {
        var depth = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] == ')')
                depth++;
            else if (text[i] == '(' && --depth == 0)
                return i;
        }

        return -1;
    }

    private static bool IsOfSystem(string module) =>
        module.StartsWith('[') || module.StartsWith("/usr/lib", StringComparison.Ordinal) || module.StartsWith("/lib", StringComparison.Ordinal) ||
        module.Contains("/shared/Microsoft.", StringComparison.Ordinal);

    private static bool IsHexadecimal(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }

    [GeneratedRegex(@"\+0x[0-9a-f]{1,16}$")]
    private static partial Regex Offset();

    // An assembly in brackets before a type and its method: C++ writes colons, too.
    [GeneratedRegex(@"\[[^\]\[\s]{1,200}\] [^\s(]{1,1000}::")]
    private static partial Regex DotNetSymbol();

    [GeneratedRegex(@"^(?:JS|LazyCompile|Function|Eval|Script|Interpreted(?:Function)?):[*~^+'-]{0,3}(?<name>[^\s]*)(?:\s(?<file>\S{1,1000}?):(?<line>\d{1,7})(?::\d{1,7})?)?\s?$")]
    private static partial Regex JavaScriptSymbol();
}
