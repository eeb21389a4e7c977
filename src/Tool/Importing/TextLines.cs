using System.Text;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>Lines of text from a stream, with their numbers, none of them longer than anything a tool writes.</summary>
#pragma warning disable CA1001 // Disposing the reader would close the stream, which is the caller's.
internal sealed class TextLines(Stream stream)
#pragma warning restore CA1001
{
    /// <summary>The rest of a longer line is dropped.</summary>
    public const int MaxLength = 1_000_000;

    private readonly StreamReader _reader = new(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 128 * 1024);
    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[32 * 1024];
    private int _at;
    private int _length;
    private string? _pushedBack;

    /// <summary>The 1-based number of the line that was read last.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the last line that was read ended without a line feed: a file that was cut off, as often as not.</summary>
    public bool EndedOpen { get; private set; }

    /// <summary>The next line without its end, or null.</summary>
    public string? Next()
    {
        if (_pushedBack is { } line)
        {
            _pushedBack = null;
            Number++;
            return line;
        }

        _line.Clear();
        var any = false;
        while (true)
        {
            if (_at == _length)
            {
                _at = 0;
                _length = _reader.Read(_buffer, 0, _buffer.Length);
                if (_length == 0)
                {
                    EndedOpen |= any;
                    return any ? Finish() : null;
                }
            }

            any = true;
            var rest = _buffer.AsSpan(_at, _length - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            if (_line.Length < MaxLength)
                _line.Append(part[..Math.Min(part.Length, MaxLength - _line.Length)]);

            _at += part.Length + (end < 0 ? 0 : 1);
            if (end >= 0)
                return Finish();
        }
    }

    /// <summary>Hands a line back: the next call returns it again.</summary>
    public void PushBack(string line)
    {
        _pushedBack = line;
        Number--;
    }

    private string Finish()
    {
        Number++;
        if (_line.Length > 0 && _line[^1] == '\r')
            _line.Length--;

        return _line.ToString();
    }
}
