using System.Globalization;
using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>Reads the entries of an HTTP archive. Headers, cookies, bodies and query strings are passed over.</summary>
internal sealed class HarReader(JsonPull json, Capture capture)
{
    /// <summary>Requests drawn for one page.</summary>
    private const int MaxDrawn = 500;

    private const int MaxPages = 5_000;

    private static readonly string[] s_staticKinds = ["image", "font", "stylesheet", "script", "media", "manifest", "texttrack", "ping", "websocket", "preflight"];
    private static readonly string[] s_staticTypes = ["image/", "font/", "text/css", "text/javascript", "application/javascript", "application/x-javascript", "video/", "audio/", "application/font", "application/wasm"];

    private readonly Dictionary<string, List<HarEntry>> _pages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long _left;

    /// <summary>The array that is the value of the property that was read.</summary>
    public void ReadEntries()
    {
        if (!json.EnterArray(out var array))
            return;

        while (json.NextElement(array))
        {
            if (json.Token == JsonTokenType.StartObject)
                ReadEntry();
        }
    }

    /// <summary>Adds what is known when all entries, or those before the file's end, were read.</summary>
    public void Finish()
    {
        foreach (var page in _pages.Values)
            Draw(page);

        if (_first <= _last)
        {
            capture.CapturedAt ??= _first;
            capture.DurationMs = Math.Max(capture.DurationMs ?? 0, (_last - _first).TotalMilliseconds);
        }

        if (_hosts.Count > 1)
            capture.Remark(string.Create(CultureInfo.InvariantCulture, $"requests to {_hosts.Count} hosts; endpoints of the same name are one"));

        if (_left > 0)
            capture.Remark(string.Create(CultureInfo.InvariantCulture, $"{_left} requests without an answer or a duration are left out"));
    }

    private void ReadEntry()
    {
        string? page = null, method = null, url = null, start = null, kind = null, type = null;
        double? duration = null;
        long? status = null;
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("pageref"u8))
                page = json.ReadString();
            else if (json.Is("startedDateTime"u8))
                start = json.ReadString();
            else if (json.Is("time"u8))
                duration = json.ReadDouble();
            else if (json.Is("_resourceType"u8))
                kind = json.ReadString();
            else if (json.Is("request"u8))
                (method, url) = ReadRequest();
            else if (json.Is("response"u8))
                (status, type) = ReadResponse();
        }

        if (url is null || duration is not >= 0 || status is null or 0 or 101 || !url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            _left++;
            return;
        }

        var isStatic = kind is not null ? s_staticKinds.Contains(kind) : type is not null && s_staticTypes.Any(t => type.StartsWith(t, StringComparison.OrdinalIgnoreCase));
        var at = DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed : DateTimeOffset.MinValue;
        Add(page ?? "", new($"{Method(method)} {RouteShape.Of(url)}", Host(url), at, Math.Min(duration.Value, 1e9), isStatic));
    }

    private (string? Method, string? Url) ReadRequest()
    {
        string? method = null, url = null;
        if (!json.EnterObject(out var depth))
            return default;

        while (json.NextProperty(depth))
        {
            if (json.Is("method"u8))
                method = json.ReadString();
            else if (json.Is("url"u8))
                url = json.ReadString();
        }

        return (method, url);
    }

    private (long? Status, string? Type) ReadResponse()
    {
        long? status = null;
        string? type = null;
        if (!json.EnterObject(out var depth))
            return default;

        while (json.NextProperty(depth))
        {
            if (json.Is("status"u8))
            {
                status = json.ReadInt64();
            }
            else if (json.Is("content"u8) && json.EnterObject(out var content))
            {
                while (json.NextProperty(content))
                {
                    if (json.Is("mimeType"u8))
                        type = json.ReadString();
                }
            }
        }

        return (status, type);
    }

    private void Add(string page, HarEntry entry)
    {
        _hosts.Add(entry.Host);
        if (!entry.IsStatic)
            capture.Endpoint(entry.Name).Add(entry.DurationMs, null, null);

        if (entry.Start == DateTimeOffset.MinValue)
            return;

        var end = entry.Start.AddMilliseconds(entry.DurationMs);
        (_first, _last) = (entry.Start < _first ? entry.Start : _first, end > _last ? end : _last);
        if (!_pages.TryGetValue(page, out var entries))
        {
            if (_pages.Count >= MaxPages)
                return;

            _pages.Add(page, entries = []);
        }

        if (entries.Count < MaxDrawn)
            entries.Add(entry);
    }

    // A page is drawn as one execution: everything that the browser asked for until it was done. Its title may say whom it is about, and is left out.
    private void Draw(List<HarEntry> entries)
    {
        entries.Sort((a, b) => a.Start.CompareTo(b.Start));
        var start = entries[0].Start;
        var duration = entries.Max(e => (e.Start - start).TotalMilliseconds + e.DurationMs);
        var name = "page " + entries[0].Name[(entries[0].Name.IndexOf(' ') + 1)..];
        if (!capture.WantsTrace(name, duration))
            return;

        var spans = new List<TraceSpan> { new(name, null, null, 0, duration, -1, CodePlace.Unknown, false) };
        spans.AddRange(entries.Select(e => new TraceSpan(e.Name, "http", null, (e.Start - start).TotalMilliseconds, e.DurationMs, 0, CodePlace.Unknown, false)));
        capture.AddTrace(new(name, duration, spans));
    }

    private static string Method(string? method) => method is { Length: > 0 and <= 10 } && method.All(char.IsAsciiLetter) ? method.ToUpperInvariant() : "HTTP";

    private static string Host(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOfAny(['/', '?', '#'], start);
        return end < 0 ? url[start..] : url[start..end];
    }
}
