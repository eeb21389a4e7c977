namespace PerfAnalyzers.Tool.Importing;

/// <summary>A path that a client sent as the shape of its route: <c>/accounts/17/report?x=1</c> is <c>/accounts/{id}/report</c>.</summary>
internal static class RouteShape
{
    private const int MaxSegments = 12;
    private const int MaxWord = 40;

    /// <summary>The shape: what may be a value is <c>{id}</c>, and there is no host and no query. A pattern of a route stays as it is.</summary>
    public static string Of(string pathOrUrl)
    {
        var path = pathOrUrl.AsSpan();
        if (path.IndexOf("://", StringComparison.Ordinal) is > 0 and < 10 and var scheme)
        {
            path = path[(scheme + 3)..];
            path = path.IndexOf('/') is >= 0 and var slash ? path[slash..] : "/";
        }

        if (path.IndexOfAny('?', '#') is >= 0 and var end && path[..end].IndexOf('{') < 0)
            path = path[..end];

        var segments = path.Trim('/').ToString().Split('/', MaxSegments + 1);
        if (segments is [""])
            return "/";

        return "/" + string.Join('/', segments.Take(MaxSegments).Select(Segment)) + (segments.Length > MaxSegments ? "/..." : "");
    }

    private static string Segment(string segment)
    {
        if (segment.StartsWith('{') && segment.EndsWith('}') && segment.Length <= MaxWord && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '{' or '}' or '_' or '*' or ':' or '?'))
            return segment;

        return IsWord(segment) ? segment : "{id}";
    }

    // v1 is the only word with a digit that is told from a value.
    private static bool IsWord(string segment) =>
        segment.Length is > 0 and <= MaxWord &&
        (segment.All(c => char.IsAsciiLetter(c) || c is '-' or '_' or '.') || (segment.Length <= 4 && segment[0] is 'v' or 'V' && segment.Skip(1).All(c => char.IsAsciiDigit(c) || c == '.')));
}
