using System.Globalization;

namespace PerfAnalyzers.EvidenceFormat;

/// <summary>
/// One line of evidence: its kind, the key it is about (a documentation-comment id, a route or a profile name) and its
/// <c>name=value</c> fields in the order they were written. Fields this version does not know are kept, so that a newer
/// tool's file survives being read and written by an older one.
/// </summary>
internal sealed class EvidenceRecord
{
    /// <summary>A record with the given fields; later fields of the same name are the caller's mistake and throw.</summary>
    public EvidenceRecord(string kind, string key, IEnumerable<KeyValuePair<string, string>> fields, int line = 0)
    {
        Kind = kind;
        Key = key;
        Line = line;
        Fields = [.. fields];
    }

    /// <summary>One of <see cref="RecordKind"/>, or a word of a newer version.</summary>
    public string Kind { get; }

    /// <summary>What was measured.</summary>
    public string Key { get; }

    /// <summary>The 1-based line of the file this was read from; 0 when it was not read from a file.</summary>
    public int Line { get; }

    /// <summary>The fields in their written order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    /// <summary>The field's text, or null when the record does not have it.</summary>
    public string? this[string field]
    {
        get
        {
            foreach (var pair in Fields)
            {
                if (pair.Key == field)
                    return pair.Value;
            }

            return null;
        }
    }

    /// <summary>The field as a number, or null when absent. The parser has already refused text that is not a number.</summary>
    public double? Number(string field) =>
        this[field] is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Source file as written when it was measured: a hint, relative to the repository, with forward slashes.</summary>
    public string? File => this[Field.File];

    /// <summary>1-based source line when it was measured: a hint, never a key.</summary>
    public int? SourceLine => (int?)Number(Field.Line);

    /// <summary>The operation at a site: <c>db.read</c>, <c>db.write</c>, <c>http</c>, ...</summary>
    public string? Operation => this[Field.Operation];

    /// <summary>
    /// On a site that is a caller: the member that issued the round trip. Absent where the round trip was issued at the site itself.
    /// </summary>
    public string? Via => this[Field.Via];

    /// <summary>How often it ran in the whole profile.</summary>
    public double? Calls => Number(Field.Calls);

    /// <summary>In how many root operations (requests, tests, messages) it ran.</summary>
    public double? Roots => Number(Field.Roots);

    /// <summary>Executions per root operation in which it ran.</summary>
    public double? PerRoot => Number(Field.PerRoot) ?? (Calls is { } calls && Roots is > 0 and { } roots ? calls / roots : null);

    /// <summary>Own time in milliseconds.</summary>
    public double? SelfMs => Number(Field.SelfMs);

    /// <summary>Time including what it calls, in milliseconds, summed over all calls.</summary>
    public double? TotalMs => Number(Field.TotalMs);
}
