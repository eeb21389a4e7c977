using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The object <c>callFrame</c> of V8's profiles.</summary>
internal static class V8Frame
{
    /// <summary>Reads it; lines count from 0 there.</summary>
    public static Frame Read(JsonPull json)
    {
        string? name = null, url = null;
        long? line = null;
        if (json.EnterObject(out var depth))
        {
            while (json.NextProperty(depth))
            {
                if (json.Is("functionName"u8))
                    name = json.ReadString();
                else if (json.Is("url"u8))
                    url = json.ReadString();
                else if (json.Is("lineNumber"u8))
                    line = json.ReadInt64();
            }
        }

        return Of(name, url, line + 1);
    }

    /// <summary>A function by its name, its script and its first line.</summary>
    public static Frame Of(string? name, string? url, long? line)
    {
        var file = FileOf(url);
        return new(string.IsNullOrEmpty(name) ? "(anonymous)" : name)
        {
            File = file,
            Line = file is not null && line is > 0 and <= int.MaxValue ? (int)line : null,
            IsUser = file is not null && !file.Contains("node_modules/", StringComparison.Ordinal),
        };
    }

    /// <summary>A script by its file. What a query string holds is a user's; a script's source in its own address is nobody's name.</summary>
    public static string? FileOf(string? url)
    {
        if (string.IsNullOrEmpty(url) || url.StartsWith("node:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("evalmachine", StringComparison.Ordinal))
            return null;

        var end = url.IndexOfAny(['?', '#']);
        var path = end < 0 ? url : url[..end];
        return path.StartsWith("file://", StringComparison.Ordinal) ? Uri.UnescapeDataString(path["file://".Length..]) : path.Contains("://", StringComparison.Ordinal) ? path[(path.LastIndexOf('/') + 1)..] : path;
    }
}
