using System.Text;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Naming;

/// <summary>
/// What of a URL or a name may be kept: the shape that the program gave it. Segments that are values of a user, such as ids, are <c>{id}</c>; host, query string and
/// fragment are left behind.
/// </summary>
internal static class RouteShape
{
    private const string Folded = "{id}";
    private const int MaxLength = 300;
    private const int MaxSegments = 30;

    // Names with a digit that people give to parts of an API. Versions are recognised by their form.
    private static readonly string[] s_names = ["oauth2", "oauth1", "saml2", "s3", "ec2", "k8s", "i18n", "l10n", "h2", "b2b", "b2c", "p2p", "2fa", "web3", "md5", "sha1", "sha256", "base64", "utf8", "index1"];

    /// <summary>The shape of a path or URL that a client sent: <c>/orders/{id}/report</c> for <c>https://shop.example/orders/38/report?full=1</c>.</summary>
    public static string OfUrl(string url) => Fold(Path(url), IsValue);

    /// <summary>The same, with a slash in front: how endpoints are named.</summary>
    public static string Of(string pathOrUrl) => "/" + OfUrl(pathOrUrl).TrimStart('/');

    /// <summary>A route pattern that a program declared, without the values that some instrumentations put in its place.</summary>
    public static string OfRoute(string route) => Fold(route, s => !s.Contains('{') && IsCertainValue(s));

    /// <summary>A name that a program gave to an operation, without what may be a value in it: <c>GET /orders/{id}</c>, <c>import {id}</c>.</summary>
    public static string OfName(string name)
    {
        var result = new StringBuilder();
        var text = Cut(name);

        // A statement for a name, or a name with a quoted value in it.
        if (text.Contains('\'') || IsSql(text))
            text = SqlText.WithoutValues(text);

        foreach (var word in text.Split(' ', '\t', '\r', '\n'))
        {
            if (word.Length == 0)
                continue;

            if (result.Length > 0)
                result.Append(' ');

            result.Append(word.Contains('/') || word.IndexOf('?') > 0 ? OfWord(word) : OfParts(word));
        }

        return Plain(result.ToString());
    }

    /// <summary>Whether a word can only be a value: a number, a GUID, an address, a long token.</summary>
    public static bool IsCertainValue(ReadOnlySpan<char> word)
    {
        if (word.Contains('@') || word.Contains('%') || word.Length > 60)
            return true;

        var (digits, letters, run, longest, hex) = (0, 0, 0, 0, true);
        foreach (var c in word)
        {
            if (char.IsDigit(c))
            {
                digits++;
                longest = Math.Max(longest, ++run);
                continue;
            }

            run = 0;
            letters += char.IsLetter(c) ? 1 : 0;
            hex &= char.IsAsciiHexDigit(c) || c == '-';
        }

        return digits > 0 && (letters == 0 || longest >= 4 || (hex && word.Length >= 8) || (digits >= 3 && word.Length >= 12));
    }

    private static bool IsSql(string text) =>
        text.StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("INSERT ", StringComparison.OrdinalIgnoreCase) ||
        text.StartsWith("UPDATE ", StringComparison.OrdinalIgnoreCase) || text.StartsWith("DELETE ", StringComparison.OrdinalIgnoreCase) ||
        text.StartsWith("WITH ", StringComparison.OrdinalIgnoreCase);

    private static string OfWord(string word)
    {
        var start = word.Length > 0 && word[0] is '(' or '"' or '\'' or '[' ? 1 : 0;
        return string.Concat(word.AsSpan(0, start), OfUrl(word[start..]));
    }

    // Shop.Orders.Load, orders-created, user:42
    private static string OfParts(string word)
    {
        if (word.Contains('@'))
            return Folded;

        if (word.IndexOfAny([':', '=', ',', ';', '#', '|', '\'', '"']) < 0)
            return IsCertainValue(word) ? Folded : word;

        var result = new StringBuilder();
        var start = 0;
        for (var i = 0; i <= word.Length; i++)
        {
            if (i < word.Length && word[i] is not (':' or '=' or ',' or ';' or '#' or '|' or '\'' or '"'))
                continue;

            var part = word.AsSpan(start, i - start);
            result.Append(part.Length > 0 && IsCertainValue(part) ? Folded : part);
            if (i < word.Length)
                result.Append(word[i]);

            start = i + 1;
        }

        return result.ToString();
    }

    private static bool IsValue(string segment)
    {
        if (segment.Length == 0 || IsTemplate(segment))
            return false;

        if (segment.Contains('{') || IsCertainValue(segment))
            return true;

        // v2, v1.1: a version; k1, user42, A-17: as likely a key as not, and a route has a name for those.
        return segment.Any(c => !char.IsAscii(c)) || (segment.Any(char.IsDigit) && !IsVersion(segment) && !s_names.Contains(segment, StringComparer.OrdinalIgnoreCase));
    }

    // {id}, {id:int}, {id?}, {*rest}
    private static bool IsTemplate(string segment) =>
        segment[0] == '{' && segment[^1] == '}' && segment.Length <= 40 && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '{' or '}' or '_' or '*' or ':' or '?');

    private static bool IsVersion(string segment) =>
        segment.Length is > 1 and <= 6 && segment[0] is 'v' or 'V' && segment.Skip(1).All(c => char.IsAsciiDigit(c) || c == '.');

    private static string Fold(string path, Func<string, bool> isValue)
    {
        var result = new StringBuilder();
        var count = 0;
        foreach (var segment in Cut(path).Split('/'))
        {
            if (++count > MaxSegments)
                break;

            if (count > 1)
                result.Append('/');

            result.Append(OfSegment(segment, isValue));
        }

        return result.Length == 0 ? "/" : Plain(result.ToString());
    }

    // app.3f2c1e9b.js keeps that it is a script.
    private static string OfSegment(string segment, Func<string, bool> isValue)
    {
        var parameters = segment.IndexOf(';');
        var name = parameters < 0 ? segment : segment[..parameters];
        var dot = name.LastIndexOf('.');
        if (dot > 0 && name.Length - dot is > 1 and <= 6 && name.AsSpan(dot + 1).IndexOfAnyExceptInRange('a', 'z') < 0 && !name.Contains('{'))
            return isValue(name[..dot]) ? Folded + name[dot..] : name;

        return isValue(name) ? Folded : name;
    }

    private static string Path(string url)
    {
        // {id?} is a part of a route that may be absent.
        var end = url.AsSpan().IndexOfAny('?', '#');
        while (end >= 0 && end + 1 < url.Length && url[end] == '?' && url[end + 1] == '}')
            end = url.IndexOfAny(['?', '#'], end + 1);

        var path = end < 0 ? url : url[..end];
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return path;

        var slash = path.IndexOf('/', scheme + 3);
        return slash < 0 ? "/" : path[slash..];
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : text[..MaxLength];

    private static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Where(c => !char.IsControl(c))) : text;
}
