using System.Text;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// The grammar of <c>docs/evidence-format.md</c>, one line at a time, so that the compiler can feed it a
/// <c>SourceText</c> and the tool a stream, neither holding more than one line. Evidence is hostile input: nothing a
/// line holds makes this throw, and a line that breaks the grammar costs only itself.
/// </summary>
internal sealed class EvidenceParser
{
    /// <summary>Longest accepted line in characters: the longest documentation id seen in practice is below 4,000.</summary>
    public const int MaxLineLength = 65_536;

    /// <summary>After this many bad lines the file is something else; one last problem says so.</summary>
    public const int MaxProblems = 50;

    private readonly List<EvidenceProfile> _profiles = [];
    private readonly List<EvidenceProblem> _problems = [];
    private List<EvidenceRecord> _records = [];
    private int _next = 1;
    private bool _lineEndingsNoted;
    private int _unendedLine;

    /// <summary>
    /// The next line, without its line feed; null for a line longer than <see cref="MaxLineLength"/> that the caller did not read.
    /// </summary>
    public void Add(string? line)
    {
        var number = _next++;
        if (line is null || line.Length > MaxLineLength)
        {
            Problem(number, $"line is longer than {MaxLineLength:N0} characters".Replace(",", " "));
            return;
        }

        if (number == 1 && line.Length > 0 && line[0] == '\uFEFF')
        {
            line = line.Substring(1);
            Problem(number, "file starts with a byte order mark; save it as UTF-8 without one (the line itself is read)");
        }

        if (line.Length > 0 && line[line.Length - 1] == '\r')
        {
            line = line.Substring(0, line.Length - 1);
            if (!_lineEndingsNoted)
                Problem(number, "line ends with CR LF; the format uses LF, so add '*.perfevidence text eol=lf' to .gitattributes (lines are read all the same)");

            _lineEndingsNoted = true;
        }

        if (number == 1)
        {
            ReadVersion(line);
            return;
        }

        if (line.Length == 0 || line[0] == '#')
            return;

        if (Parse(line, number, out var reason) is { } record)
            Accept(record);
        else
            Problem(number, reason);
    }

    /// <summary>The document, after the last line.</summary>
    public EvidenceDocument Finish()
    {
        if (_next == 1)
            Problem(1, "file is empty; the first line must be 'perfevidence<TAB>1'");

        return new(_profiles, _problems) { UnendedLine = _unendedLine };
    }

    /// <summary>Reads a whole text. Lines longer than <see cref="MaxLineLength"/> are skipped without being held in memory.</summary>
    public static EvidenceDocument Read(TextReader reader)
    {
        var parser = new EvidenceParser();
        var line = new StringBuilder();
        var buffer = new char[8192];
        var tooLong = false;
        var pending = false;
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                pending = true;
                if (buffer[i] == '\n')
                {
                    parser.Add(tooLong ? null : line.ToString());
                    line.Clear();
                    tooLong = pending = false;
                }
                else if (line.Length <= MaxLineLength)
                {
                    line.Append(buffer[i]);
                }
                else
                {
                    tooLong = true;
                }
            }
        }

        if (pending)
        {
            parser._unendedLine = parser._next;
            parser.Add(tooLong ? null : line.ToString());
        }

        return parser.Finish();
    }

    private void ReadVersion(string line)
    {
        switch (FormatVersion.Of(line))
        {
            case null:
                Problem(1, "first line must be 'perfevidence<TAB>1'");
                break;
            case 0:
                Problem(1, "the version after 'perfevidence' must be a whole number");
                break;
            case > FormatVersion.Current and var version:
                Problem(1, $"file has version {version}, this reader knows {FormatVersion.Current}; what it understands is used, update PerfAnalyzers for the rest");
                break;
        }
    }

    private void Accept(EvidenceRecord record)
    {
        if (record.Kind == RecordKind.Profile)
        {
            _records = [];
            _profiles.Add(new(record, _records));
        }
        else if (_profiles.Count == 0)
        {
            Problem(record.Line, $"'{record.Kind}' comes before any 'profile' line");
        }
        else
        {
            _records.Add(record);
        }
    }

    private static EvidenceRecord? Parse(string line, int number, out string reason)
    {
        foreach (var c in line)
        {
            // Tabs separate; any other control or direction-changing character could make a diff show something else than what is read.
            if ((char.IsControl(c) && c != '\t') || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFFFD')
            {
                reason = "line holds a control character or bytes that are not UTF-8";
                return null;
            }
        }

        var columns = line.Split('\t');
        if (columns.Length < 2 || columns[0].Length == 0 || columns[1].Length == 0)
        {
            reason = "expected '<record><TAB><key><TAB><field>=<value>...'";
            return null;
        }

        var kind = columns[0];
        if (!TryUnescape(columns[1], out var key))
        {
            reason = "bad escape in the key; known are \\t, \\n, \\r and \\\\";
            return null;
        }

        if (RequiresDocumentationId(kind) && !IsDocumentationId(key))
        {
            reason = $"'{kind}' needs a documentation-comment id such as M:Shop.Orders.Load(System.Int32)";
            return null;
        }

        var fields = new List<KeyValuePair<string, string>>(columns.Length - 2);
        for (var i = 2; i < columns.Length; i++)
        {
            if (!TryParseField(columns[i], out var field, out reason))
                return null;

            if (fields.Exists(f => f.Key == field.Key))
            {
                reason = $"field '{field.Key}' is given twice";
                return null;
            }

            fields.Add(field);
        }

        reason = "";
        return new(kind, key, fields, number);
    }

    private static bool TryParseField(string column, out KeyValuePair<string, string> field, out string reason)
    {
        field = default;
        reason = "";
        var equals = column.IndexOf('=');
        if (equals <= 0)
        {
            reason = $"'{Excerpt(column)}' is not <field>=<value>";
            return false;
        }

        var name = column.Substring(0, equals);
        if (!TryUnescape(column.Substring(equals + 1), out var value))
        {
            reason = $"bad escape in field '{name}'; known are \\t, \\n, \\r and \\\\";
            return false;
        }

        if ((Field.IsNumeric(name) || Field.IsSigned(name)) && !EvidenceNumber.TryRead(value, Field.IsSigned(name), out _, out var problem))
        {
            reason = $"field '{name}' {problem}";
            return false;
        }

        field = new(name, value);
        return true;
    }

    private static bool RequiresDocumentationId(string kind) =>
        kind is RecordKind.Method or RecordKind.Site or RecordKind.Plan or RecordKind.Type;

    private static bool IsDocumentationId(string key) => key.Length > 2 && key[1] == ':' && (key[0] is 'M' or 'P' or 'T' or 'F' or 'E' or '!');

    private static bool TryUnescape(string text, out string value)
    {
        value = text;
        if (text.IndexOf('\\') < 0)
            return true;

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            switch (++i < text.Length ? text[i] : '\0')
            {
                case '\\': result.Append('\\'); break;
                case 't': result.Append('\t'); break;
                case 'n': result.Append('\n'); break;
                case 'r': result.Append('\r'); break;
                default: return false;
            }
        }

        value = result.ToString();
        return true;
    }

    /// <summary>As much of a text as a message has room for.</summary>
    public static string Excerpt(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "...";

    private void Problem(int line, string reason)
    {
        if (_problems.Count < MaxProblems)
            _problems.Add(new(line, reason));
        else if (_problems.Count == MaxProblems)
            _problems.Add(new(line, $"more than {MaxProblems} bad lines; further ones are not listed"));
    }
}
