using System.Text;
using PerfAnalyzers.Collector.Symbols;

namespace PerfAnalyzers.Tool.Naming;

/// <summary>
/// Parameter lists as the runtime writes them into stacks, <c>class System.Collections.Generic.IEnumerable`1&lt;!0&gt;,int32</c>, spelled as in documentation ids,
/// <c>System.Collections.Generic.IEnumerable{`0},System.Int32</c>.
/// </summary>
internal sealed class ClrSignature
{
    private const int MaxDepth = 50;

    private static readonly Dictionary<string, string> s_primitives = new(StringComparer.Ordinal)
    {
        ["bool"] = "System.Boolean",
        ["char"] = "System.Char",
        ["int8"] = "System.SByte",
        ["uint8"] = "System.Byte",
        ["unsigned int8"] = "System.Byte",
        ["int16"] = "System.Int16",
        ["uint16"] = "System.UInt16",
        ["unsigned int16"] = "System.UInt16",
        ["int32"] = "System.Int32",
        ["uint32"] = "System.UInt32",
        ["unsigned int32"] = "System.UInt32",
        ["int64"] = "System.Int64",
        ["uint64"] = "System.UInt64",
        ["unsigned int64"] = "System.UInt64",
        ["float32"] = "System.Single",
        ["float64"] = "System.Double",
        ["string"] = "System.String",
        ["object"] = "System.Object",
        ["native int"] = "System.IntPtr",
        ["native uint"] = "System.UIntPtr",
        ["native unsigned int"] = "System.UIntPtr",
        ["int"] = "System.IntPtr",
        ["uint"] = "System.UIntPtr",
        ["void"] = "System.Void",
        ["typedref"] = "System.TypedReference",
    };

    private readonly string _text;
    private int _at;

    private ClrSignature(string text) => _text = text;

    /// <summary>The parameters without brackets, empty for none; null when the list is not understood.</summary>
    public static string? Parameters(string list)
    {
        if (string.IsNullOrWhiteSpace(list))
            return "";

        var parser = new ClrSignature(list);
        var result = new StringBuilder();
        do
        {
            if (parser.Type(0) is not { } type)
                return null;

            if (result.Length > 0)
                result.Append(',');
            result.Append(type);
        }
        while (parser.Take(','));

        return parser._at == list.Length ? result.ToString() : null;
    }

    private string? Type(int depth)
    {
        if (depth > MaxDepth || Named(depth) is not { } type)
            return null;

        while (true)
        {
            SkipSpaces();
            if (Take('&'))
                type += "@";
            else if (Take('*'))
                type += "*";
            else if (Peek('['))
                type += Array();
            else
                return type;
        }
    }

    private string? Named(int depth)
    {
        SkipSpaces();
        if (Take('!'))
            return (Take('!') ? "``" : "`") + Digits();

        TakeWord("class ");
        TakeWord("value class ");
        TakeWord("valuetype ");
        foreach (var sign in new[] { "native unsigned ", "native ", "unsigned " })
        {
            if (TakeWord(sign))
                return s_primitives.GetValueOrDefault(sign + Name());
        }

        var name = Name();
        if (name.Length == 0)
            return null;

        if (s_primitives.TryGetValue(name, out var primitive))
            return primitive;

        var arguments = new List<string>();
        if (Take('<'))
        {
            do
            {
                if (Type(depth + 1) is not { } argument)
                    return null;

                arguments.Add(argument);
            }
            while (Take(','));

            if (!Take('>'))
                return null;
        }

        name = name.Replace('/', '.').Replace('+', '.');
        return arguments.Count == 0 ? name : GenericNames.Instantiate(name, arguments);
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or '<' or '>' or '&' or '*' or '[' or ']' or ' ' or '(' or ')'))
            _at++;

        return _text[start.._at];
    }

    // [] and [,] and [0...,0...]
    private string Array()
    {
        var end = _text.IndexOf(']', _at);
        if (end < 0)
        {
            _at = _text.Length;
            return "[]";
        }

        var rank = _text.AsSpan(_at, end - _at).Count(',') + 1;
        _at = end + 1;
        return rank == 1 ? "[]" : "[" + string.Join(",", Enumerable.Repeat("0:", rank)) + "]";
    }

    private string Digits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;

        return _text[start.._at];
    }

    private bool Peek(char c) => _at < _text.Length && _text[_at] == c;

    private bool Take(char c)
    {
        if (!Peek(c))
            return false;

        _at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;

        _at += word.Length;
        return true;
    }

    private void SkipSpaces()
    {
        while (Peek(' '))
            _at++;
    }
}
