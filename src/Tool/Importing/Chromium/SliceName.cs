using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>Names of events, which anyone may have made of anything, as evidence may hold them.</summary>
internal static partial class SliceName
{
    private const int MaxLength = 2000;

    /// <summary>The name without addresses: an URL as the shape of its route, no e-mail.</summary>
    public static string Safe(string name)
    {
        var text = name.Length > MaxLength ? name[..MaxLength] : name;
        if (text.Contains("://", StringComparison.Ordinal))
            text = Url().Replace(text, m => RouteShape.Of(m.Value));

        return text.Contains('@') ? Email().Replace(text, "(address)") : text;
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s'""<>)]{0,2000}")]
    private static partial Regex Url();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]{1,100}")]
    private static partial Regex Email();
}
