namespace PerfAnalyzers.Collector.Symbols;

/// <summary>Type names inside a documentation-comment id.</summary>
internal static class GenericNames
{
    /// <summary>
    /// <c>N.Outer`1.Inner`2</c> with its arguments becomes <c>N.Outer{A}.Inner{B,C}</c>: an id hands each nesting level its own arguments,
    /// metadata keeps them in one list.
    /// </summary>
    public static string Instantiate(string openName, IReadOnlyList<string> arguments)
    {
        var result = new System.Text.StringBuilder(openName.Length + 16);
        var next = 0;
        for (var i = 0; i < openName.Length; i++)
        {
            if (openName[i] != '`')
            {
                result.Append(openName[i]);
                continue;
            }

            var arity = 0;
            while (i + 1 < openName.Length && char.IsAsciiDigit(openName[i + 1]))
                arity = (arity * 10) + (openName[++i] - '0');

            result.Append('{');
            for (var n = 0; n < arity && next < arguments.Count; n++)
            {
                if (n > 0)
                    result.Append(',');
                result.Append(arguments[next++]);
            }

            result.Append('}');
        }

        return result.ToString();
    }

    /// <summary>A metadata name where an id may not hold its characters: explicit implementations and <c>&lt;Main&gt;$</c>.</summary>
    public static string Escape(string metadataName) =>
        metadataName.IndexOfAny(['.', '<', '>']) < 0
            ? metadataName
            : metadataName.Replace('.', '#').Replace('<', '{').Replace('>', '}');
}
