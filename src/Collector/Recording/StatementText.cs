using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>
/// What is asked of a command's text, asked once: a library that caches its texts sends the same object again and again, and to hash or read it each time was measured at more than all else that is done with a command.
/// </summary>
internal sealed class StatementText
{
    private static readonly ConditionalWeakTable<string, StatementText> s_known = [];

    private StatementText(string text)
    {
        Text = text;
        Hash = text.GetHashCode(StringComparison.Ordinal);
        OperationWithRows = CommandText.Operation(text, returnsRows: true);
        OperationWithoutRows = CommandText.Operation(text, returnsRows: false);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its hash, seeded anew in every process.</summary>
    public int Hash { get; }

    /// <summary>Whether it says itself what it does, whoever runs it how.</summary>
    public bool SaysOperation => OperationWithRows == OperationWithoutRows;

    private string OperationWithRows { get; }

    private string OperationWithoutRows { get; }

    /// <summary>What is known of a text.</summary>
    public static StatementText Of(string text) => s_known.GetValue(text, static t => new(t));

    /// <summary>Whether it reads or writes.</summary>
    public string Operation(bool returnsRows) => returnsRows ? OperationWithRows : OperationWithoutRows;
}
