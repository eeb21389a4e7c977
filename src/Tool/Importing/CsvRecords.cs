using System.Text;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>Records of comma-separated text (RFC 4180): a quoted field may hold line ends, and quotes when doubled.</summary>
/// <param name="lines">The text.</param>
/// <param name="separator">What stands between fields.</param>
internal sealed class CsvRecords(TextLines lines, char separator = ',')
{
    /// <summary>A record that is longer has lost its closing quote.</summary>
    private const int MaxRecord = 8_000_000;

    private readonly StringBuilder _field = new();

    /// <summary>The 1-based line on which the last record starts.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next record; false at the end. Throws when the text ends within quotes.</summary>
    /// <param name="fields">Filled with its fields.</param>
    public bool Read(List<string> fields)
    {
        fields.Clear();
        string? line;
        do
        {
            line = lines.Next();
            if (line is null)
                return false;
        }
        while (line.Length == 0);

        Line = lines.Number;
        var length = line.Length;
        for (var i = 0; ; i++)
        {
            i = line[i..].StartsWith('"') ? Quoted(ref line, i + 1, ref length) : Plain(line, i);
            fields.Add(_field.ToString());
            if (i >= line.Length)
                return true;

            // A field after the last separator is empty.
            if (i == line.Length - 1)
            {
                fields.Add("");
                return true;
            }
        }
    }

    // Gives the position of the separator behind the field, or the line's length.
    private int Plain(string line, int from)
    {
        var end = line.IndexOf(separator, from);
        end = end < 0 ? line.Length : end;
        _field.Clear().Append(line, from, end - from);
        return end;
    }

    private int Quoted(ref string line, int from, ref int length)
    {
        _field.Clear();
        while (true)
        {
            var quote = line.IndexOf('"', from);
            if (quote < 0)
            {
                _field.Append(line, from, line.Length - from).Append('\n');
                line = lines.Next() ?? throw new CaptureException("the file ends in the middle of a record", Line);
                length += line.Length;
                from = 0;
                if (length > MaxRecord)
                    throw new CaptureException($"a record is longer than {MaxRecord / 1_000_000} MB: a quote is not closed", Line);

                continue;
            }

            _field.Append(line, from, quote - from);
            if (quote + 1 < line.Length && line[quote + 1] == '"')
            {
                _field.Append('"');
                from = quote + 2;
                continue;
            }

            // What stands between a closing quote and the separator is an error of the writer.
            var end = line.IndexOf(separator, quote + 1);
            return end < 0 ? line.Length : end;
        }
    }
}
