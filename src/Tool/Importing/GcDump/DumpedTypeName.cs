using System.Text;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Tool.Importing.GcDump;

/// <summary>Names of types as dumps spell them, spelled as the runtime does.</summary>
internal static partial class DumpedTypeName
{
    private const int MaxDepth = 50;

    /// <summary>
    /// <c>System.Collections.Generic.List&lt;Shop.Order&gt;</c> is <c>System.Collections.Generic.List`1[Shop.Order]</c>; empty for what groups roots, and for objects that only
    /// something else refers to.
    /// </summary>
    public static string Of(string name)
    {
        name = CompilerMade().Replace(name, "<>");
        if (name.StartsWith('[') || name is "UNDEFINED")
            return "";

        // Large objects are told apart by their size: (Bytes > 1M).
        var size = name.IndexOf(" (Bytes > ", StringComparison.Ordinal);
        var plain = size > 0 ? name[..size] : name;
        var at = 0;
        return plain.Contains('<') && Generic(plain, ref at, 0) is { } generic && at == plain.Length ? generic : plain;
    }

    // dotnet-gcdump writes every <> as [], also those of <>c.
    [GeneratedRegex(@"\[\](?=[A-Za-z_])")]
    private static partial Regex CompilerMade();

    private static string? Generic(string text, ref int at, int depth)
    {
        var result = new StringBuilder();
        while (at < text.Length && text[at] is not (',' or '>'))
        {
            // A name that the compiler made, <>c or <Load>d__3, begins with a bracket.
            var startsName = result.Length == 0 || result[^1] is '.' or '+';
            if (text[at] == '<' && !startsName)
            {
                if (depth > MaxDepth || !Arguments(text, ref at, depth, result))
                    return null;
            }
            else if (text[at] == '<')
            {
                var close = text.IndexOf('>', at);
                if (close < 0)
                    return null;

                result.Append(text, at, close + 1 - at);
                at = close + 1;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        return result.ToString();
    }

    // The runtime writes how many arguments there are, except in types within generic types, which have no namespace.
    private static bool Arguments(string text, ref int at, int depth, StringBuilder result)
    {
        var arguments = new List<string>();
        do
        {
            at++;
            if (Generic(text, ref at, depth + 1) is not { } argument)
                return false;

            arguments.Add(argument);
        }
        while (at < text.Length && text[at] == ',');

        if (at >= text.Length)
            return false;

        at++;
        if (arguments.TrueForAll(a => a.Length == 0))
        {
            // An array of several dimensions.
            result.Append('[').Append(',', arguments.Count - 1).Append(']');
            return true;
        }

        if (result.ToString().Contains('.'))
            result.Append('`').Append(arguments.Count);

        result.Append('[').AppendJoin(',', arguments).Append(']');
        return true;
    }
}
