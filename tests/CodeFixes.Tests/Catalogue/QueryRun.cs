namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>What a run of a program about queries leaves behind.</summary>
/// <param name="Transcript">What it used.</param>
/// <param name="Rows">The rows that its queries return.</param>
/// <param name="Fields">The same, times the fields of each row.</param>
/// <param name="Plans">How the database found the rows: the lines of all plans.</param>
internal sealed record QueryRun(string Transcript, int Rows, int Fields, IReadOnlyList<string> Plans)
{
    /// <summary>Whether a table was read from end to end, or an index was made for this one query. A list of values that is given as JSON is no table.</summary>
    public bool ReadsTable => Plans.Any(p => (p.StartsWith("SCAN ", StringComparison.Ordinal) && !p.Contains(" USING ", StringComparison.Ordinal) && !p.Contains(" VIRTUAL TABLE ", StringComparison.Ordinal) && !Plans.Contains("CO-ROUTINE " + p[5..])) ||
        p.Contains(" AUTOMATIC ", StringComparison.Ordinal));

    /// <summary>Whether it ended with an exception.</summary>
    public bool Failed => Transcript.EndsWith("Exception", StringComparison.Ordinal);
}
