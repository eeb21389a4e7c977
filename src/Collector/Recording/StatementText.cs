using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>
/// What is asked of a command's text, asked once: a library that caches its texts sends the same object again and again, and to hash or read it each time was measured at more than all else that is done with a command.
/// </summary>
internal sealed class StatementText
{
    // What is looked up at each command is found here, and only what it displaces there. Long texts are not held on to.
    private const int MaxHeld = 256;
    private const int MaxHeldLength = 8192;

    private static readonly ConditionalWeakTable<string, StatementText> s_known = [];
    private static readonly StatementText?[] s_held = new StatementText?[MaxHeld];

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

    private string OperationWithRows { get; }

    private string OperationWithoutRows { get; }

    /// <summary>What who asked last knows of it, so that it need not be looked up each time. Whoever reads it must look whose it is.</summary>
    public object? Known { get; set; }

    /// <summary>What is known of a text.</summary>
    public static StatementText Of(string text)
    {
        ref var held = ref s_held[RuntimeHelpers.GetHashCode(text) & (MaxHeld - 1)];
        if (Volatile.Read(ref held) is { } known && ReferenceEquals(known.Text, text))
            return known;

        known = s_known.GetValue(text, static t => new(t));
        if (text.Length <= MaxHeldLength)
            Volatile.Write(ref held, known);

        return known;
    }

    /// <summary>Whether it reads or writes.</summary>
    public string Operation(bool returnsRows) => returnsRows ? OperationWithRows : OperationWithoutRows;
}
