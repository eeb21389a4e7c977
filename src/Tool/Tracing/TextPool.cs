using System.Text;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>Texts that many spans share, each of them once and by number. What is kept is what <paramref name="keep"/> leaves of a text.</summary>
internal sealed class TextPool(Func<string, string> keep)
{
    /// <summary>The number of no text.</summary>
    public const int None = 0;

    /// <summary>Beyond this many texts they are not the program's names any more.</summary>
    private const int MaxTexts = 50_000;

    private const int MaxBytes = 64 * 1024;

    private const string More = "(more)";

    private readonly Utf8Cache _cache = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [""] = None };
    private readonly List<string> _texts = [""];

    /// <summary>The text of a number.</summary>
    public string this[int number] => _texts[number];

    /// <summary>The number of a text.</summary>
    public int Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return None;

        var hash = Utf8Cache.Hash(text);
        if (_cache.TryGet(text, hash, out var number))
            return number;

        number = Of(keep(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxBytes)])));
        _cache.Add(text, hash, number);
        return number;
    }

    private int Of(string text)
    {
        if (_numbers.TryGetValue(text, out var number))
            return number;

        if (_texts.Count > MaxTexts)
            return _numbers.TryGetValue(More, out var more) ? more : Add(More);

        return Add(text);
    }

    private int Add(string text)
    {
        _texts.Add(text);
        _numbers.Add(text, _texts.Count - 1);
        return _texts.Count - 1;
    }
}
