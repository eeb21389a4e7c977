using System.Globalization;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// The file <c>*.perfbaseline</c>: the findings of the day on which a rule was adopted, each with a reason and a day on which it lapses. Checked in, one finding a
/// line, sorted; <c>docs/configuration.md</c> has the grammar. Hostile input costs the line that it is on.
/// </summary>
internal sealed class Baseline
{
    public const string Extension = ".perfbaseline";

    private const string Header = "perfbaseline 1";
    private const int MaxLineLength = 65_536;
    private const int MaxProblems = 50;

    // A day that does not exist would never come.
    private const string DayFormat = "yyyy-MM-dd";

    // Words are separated by one space when this is asked, so that nothing makes it go back and forth.
    private static readonly Regex s_entry = new("^(?<rule>[A-Z]+[0-9]+) (?<key>.+?)( count=(?<count>[0-9]{1,6}))? expires=(?<day>[0-9-]+) because (?<reason>.+)$", RegexOptions.CultureInvariant);

    private readonly Dictionary<(string Rule, string Key), BaselineEntry> _entries = [];
    private readonly List<EvidenceProblem> _problems = [];
    private readonly List<string> _head = [];
    private List<string> _comments = [];
    private bool _isAtHead = true;

    /// <summary>What is let through, in the order of the file.</summary>
    public IReadOnlyCollection<BaselineEntry> Entries => _entries.Values;

    /// <summary>The lines that could not be used.</summary>
    public IReadOnlyList<EvidenceProblem> Problems => _problems;

    /// <summary>The comments right below the first line, which are about the file; others are about the entry that follows them.</summary>
    public IReadOnlyList<string> Head => _head;

    /// <summary>The comments below the last entry.</summary>
    public IReadOnlyList<string> Tail => _comments;

    /// <summary>The entry for a finding, expired or not; null when there is none.</summary>
    public BaselineEntry? Find(string rule, string key) => _entries.TryGetValue((rule, key), out var entry) ? entry : null;

    /// <summary>Whether a file is one, by its name.</summary>
    public static bool IsBaseline(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the lines of a file.</summary>
    public static Baseline Read(IEnumerable<string> lines)
    {
        var baseline = new Baseline();
        var number = 0;
        foreach (var line in lines)
            baseline.Add(line, ++number);

        if (number == 0)
            baseline.Problem(1, $"file is empty; the first line must be '{Header}'");

        return baseline;
    }

    /// <summary>A day as the file writes it, or null when the text is none.</summary>
    public static string? Day(string text) => DateTime.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null;

    /// <summary>A day as the file writes it.</summary>
    public static string Day(DateTime day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The file with these entries, sorted, and the comments of an earlier one.</summary>
    public static string Write(IEnumerable<BaselineEntry> entries, Baseline? earlier = null)
    {
        var lines = new List<string> { Header };
        lines.AddRange(earlier?.Head ?? []);
        foreach (var entry in entries.OrderBy(e => e.Rule, StringComparer.Ordinal).ThenBy(e => e.Key, StringComparer.Ordinal))
        {
            // Without an empty line they would be about the file.
            if (entry.Comments.Count > 0 && lines.Count == 1 + (earlier?.Head.Count ?? 0))
                lines.Add("");

            lines.AddRange(entry.Comments);
            lines.Add(Line(entry));
        }

        lines.AddRange(earlier?.Tail ?? []);
        return string.Join("\n", lines) + "\n";
    }

    /// <summary>
    /// Whether an entry would be read as what it is. Names come from logs that anyone may have written: one that holds a line break or <c>expires=</c> would be another entry.
    /// </summary>
    public static bool CanHold(BaselineEntry entry) =>
        Parse(Line(entry), 0, out _) is { } read && (read.Rule, read.Key, read.Count, read.Expires) == (entry.Rule, entry.Key, entry.Count, entry.Expires);

    private static string Line(BaselineEntry entry) =>
        $"{entry.Rule} {entry.Key}{(entry.Count == 1 ? "" : $" count={entry.Count.ToString(CultureInfo.InvariantCulture)}")} expires={entry.Expires} because {entry.Because}";

    private void Add(string line, int number)
    {
        if (number == 1)
        {
            if (line.Trim() != Header)
                Problem(1, $"first line must be '{Header}'");
        }
        else if (line.Length > 0 && line[0] == '#')
        {
            (_isAtHead ? _head : _comments).Add(line);
        }
        else
        {
            _isAtHead = false;
            if (line.Trim().Length > 0)
                AddEntry(line.Trim(), number);
        }
    }

    private void AddEntry(string line, int number)
    {
        if (Parse(line, number, out var reason) is not { } entry)
        {
            Problem(number, reason);
        }
        else if (_entries.ContainsKey((entry.Rule, entry.Key)))
        {
            Problem(number, $"'{entry.Rule}' of this member is listed twice; write count= instead");
        }
        else
        {
            _entries.Add((entry.Rule, entry.Key), _comments.Count > 0 ? entry with { Comments = _comments } : entry);
            _comments = [];
        }
    }

    private static BaselineEntry? Parse(string line, int number, out string reason)
    {
        reason = "expected '<rule> <member> [count=<number>] expires=<yyyy-mm-dd> because <reason>'";
        if (line.Length > MaxLineLength || s_entry.Match(string.Join(" ", line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))) is not { Success: true } match)
            return null;

        foreach (var c in line)
        {
            if ((char.IsControl(c) && c != '\t') || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFFFD')
            {
                reason = "line holds a control character or bytes that are not UTF-8";
                return null;
            }
        }

        if (Day(match.Groups["day"].Value) is not { } day)
        {
            reason = $"'{match.Groups["day"].Value}' is no day; write it as 2027-05-26";
            return null;
        }

        var count = match.Groups["count"].Success ? int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture) : 1;
        return new(match.Groups["rule"].Value, match.Groups["key"].Value, Math.Max(1, count), day, match.Groups["reason"].Value, number);
    }

    private void Problem(int line, string reason)
    {
        if (_problems.Count < MaxProblems)
            _problems.Add(new(line, reason));
        else if (_problems.Count == MaxProblems)
            _problems.Add(new(line, $"more than {MaxProblems} bad lines; further ones are not listed"));
    }
}
