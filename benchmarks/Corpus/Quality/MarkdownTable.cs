using System.Text;

namespace PerfAnalyzers.Corpus.Quality;

/// <summary>A table whose rows are lines, so that a diff shows which row changed.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    public MarkdownTable(params string[] columns)
    {
        Add(columns);
        Add([.. columns.Select(_ => "---")]);
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) =>
        _text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))).Append(" |\n");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
