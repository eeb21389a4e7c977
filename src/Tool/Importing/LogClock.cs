using System.Globalization;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>When a log begins and ends, by the times in its lines.</summary>
internal sealed partial class LogClock
{
    private DateTime? _first;
    private DateTime? _last;

    /// <summary>The first time; null where its zone is a name that may mean several.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Milliseconds from the first time to the last; null for less than two.</summary>
    public double? ElapsedMs => _first is { } first && _last is { } last && last > first ? (last - first).TotalMilliseconds : null;

    /// <summary>Looks at the time in a text.</summary>
    public void See(string text)
    {
        if (Time().Match(text.Length > 300 ? text[..300] : text) is not { Success: true } match ||
            !DateTime.TryParse($"{match.Groups["date"].Value} {match.Groups["time"].Value}", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return;

        if (_first is null)
            First = Zoned(at, match.Groups["zone"].Value);

        _first = _first is null || at < _first ? at : _first;
        _last = _last is null || at > _last ? at : _last;
    }

    private static DateTimeOffset? Zoned(DateTime at, string zone)
    {
        if (zone is "UTC" or "GMT" or "Z")
            return new(at, TimeSpan.Zero);

        return zone.Length > 1 && zone[0] is '+' or '-' && int.TryParse(zone.AsSpan(1, 2), out var hours) && hours <= 14
            ? new DateTimeOffset(at, TimeSpan.FromHours(zone[0] == '-' ? -hours : hours))
            : null;
    }

    [GeneratedRegex(@"(?<date>\d{4}-\d\d-\d\d)[ T](?<time>\d\d:\d\d:\d\d(?:\.\d{1,6})?) ?(?<zone>[+-]\d\d|Z|[A-Z]{3,5}\b)?")]
    private static partial Regex Time();
}
