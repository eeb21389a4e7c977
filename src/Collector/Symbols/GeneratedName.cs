using System.Globalization;

namespace PerfAnalyzers.Collector.Symbols;

/// <summary>What the compiler's names for lambdas, local functions and state machines tell.</summary>
internal static class GeneratedName
{
    /// <summary><c>&lt;Outer&gt;b__0_6</c> and <c>&lt;Outer&gt;g__Local|0_1</c> give Outer; brackets nest, as in <c>&lt;&lt;Main&gt;$&gt;b__0</c>.</summary>
    public static string? Outer(string methodName)
    {
        var end = ClosingBracket(methodName);
        return end > 1 && end + 3 < methodName.Length && methodName[end + 1] is 'b' or 'g' && methodName.AsSpan(end + 2).StartsWith("__")
            ? methodName[1..end]
            : null;
    }

    /// <summary>
    /// The number of the written method within its type, the same in everything made from one method: <c>b__13_0</c>, <c>g__Local|13_0</c>, or
    /// <c>b__0</c> in <c>&lt;&gt;c__DisplayClass13_0</c>. Null when the names do not say.
    /// </summary>
    public static int? Ordinal(string methodName, string typeName)
    {
        var local = methodName.LastIndexOf('|');
        var start = local >= 0 ? local + 1 : ClosingBracket(methodName) + 4;
        if (start < methodName.Length && Number(methodName, start, out var next) is { } inName && next < methodName.Length && methodName[next] == '_')
            return inName;

        const string displayClass = "<>c__DisplayClass";
        return typeName.StartsWith(displayClass, StringComparison.Ordinal) ? Number(typeName, displayClass.Length, out _) : null;
    }

    /// <summary>The same number from a state machine's type, <c>&lt;LoadAsync&gt;d__13</c>.</summary>
    public static int? OrdinalOfStateMachine(string typeName)
    {
        var end = ClosingBracket(typeName);
        return end > 0 && typeName.AsSpan(end + 1).StartsWith("d__") ? Number(typeName, end + 4, out _) : null;
    }

    private static int? Number(string text, int start, out int next)
    {
        next = start;
        while (next < text.Length && char.IsAsciiDigit(text[next]))
            next++;

        return int.TryParse(text.AsSpan(start, next - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static int ClosingBracket(string name)
    {
        if (!name.StartsWith('<'))
            return -1;

        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        return -1;
    }
}
