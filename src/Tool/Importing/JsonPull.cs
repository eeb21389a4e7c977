using System.Buffers;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>
/// JSON from a stream, token by token, with a buffer that holds no more than the longest token: documents of any size, and any number of documents one after the
/// other, as in JSON lines.
/// </summary>
internal sealed class JsonPull : IDisposable
{
    /// <summary>The longest token: a heap snapshot's strings and inlined sources stay far below.</summary>
    private const int MaxToken = 64 * 1024 * 1024;

    private readonly Stream _stream;
    private readonly JsonReaderOptions _options;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private JsonReaderState _state;
    private int _start;
    private int _end;
    private bool _isLast;
    private int _tokenStart;
    private int _tokenLength;
    private bool _escaped;

    /// <summary>Reads a stream from where it is.</summary>
    /// <param name="stream">UTF-8, with or without byte order mark.</param>
    /// <param name="maxDepth">Deeper nesting is an error: nothing here recurses, but the reader keeps a bit for each level.</param>
    public JsonPull(Stream stream, int maxDepth = 128)
    {
        _stream = stream;
        _options = new() { MaxDepth = maxDepth, CommentHandling = JsonCommentHandling.Disallow };
        _state = new(_options);
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
            _start = 3;
    }

    /// <summary>The token that was read.</summary>
    public JsonTokenType Token { get; private set; }

    /// <summary>How many objects and arrays are around the token.</summary>
    public int Depth { get; private set; }

    /// <summary>The 1-based number of the document: the line of a file of JSON lines.</summary>
    public long Document { get; private set; } = 1;

    /// <summary>The bytes of a property name, string or number, as they stand in the file.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_tokenStart, _tokenLength);

    /// <summary>The next token; false at the end of the last document. Throws <see cref="CaptureException"/> for anything that is not JSON.</summary>
    public bool Read()
    {
        while (true)
        {
            // After a document comes nothing, or another one.
            if (Depth == 0 && Token is JsonTokenType.EndObject or JsonTokenType.EndArray && !StartDocument())
                return false;

            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
            try
            {
                if (reader.Read())
                {
                    Accept(ref reader);
                    return true;
                }
            }
            catch (JsonException e)
            {
                throw new CaptureException(
                    _isLast && _end - _start < 4096 && Depth > 0 && IsUnfinished(e) ? "the JSON ends in the middle of a value" : Depth >= _options.MaxDepth ? $"JSON nested deeper than {_options.MaxDepth}" : "not valid JSON",
                    Document);
            }

            _state = reader.CurrentState;
            _start += (int)reader.BytesConsumed;
            if (_isLast)
            {
                if (Depth > 0 || Token == JsonTokenType.None)
                    throw new CaptureException("the JSON ends in the middle of a value", Document);

                return false;
            }

            Fill();
        }
    }

    /// <summary>Reads a value, the document's or that of a property; false when it is no object.</summary>
    /// <param name="depth">The object's own <see cref="Depth"/>, for <see cref="NextProperty"/>.</param>
    public bool EnterObject(out int depth) => Enter(JsonTokenType.StartObject, out depth);

    /// <summary>Reads a value, the document's or that of a property; false when it is no array.</summary>
    /// <param name="depth">The array's own <see cref="Depth"/>, for <see cref="NextElement"/>.</param>
    public bool EnterArray(out int depth) => Enter(JsonTokenType.StartArray, out depth);

    /// <summary>Within an object: moves to the next property name, past what is left of the value before. False at the end of the object.</summary>
    /// <param name="depth">The object's own <see cref="Depth"/>: that of the tokens directly in it.</param>
    public bool NextProperty(int depth)
    {
        while (Read())
        {
            if (Depth == depth && Token == JsonTokenType.PropertyName)
                return true;

            if (Depth < depth)
                return false;
        }

        return false;
    }

    /// <summary>Within an array: moves to the next element's first token. False at the end of the array.</summary>
    /// <param name="depth">The array's own <see cref="Depth"/>: that of the tokens directly in it.</param>
    public bool NextElement(int depth)
    {
        while (Read())
        {
            if (Depth < depth)
                return false;

            var starts = Token is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (starts ? Depth == depth + 1 : Depth == depth && Token is not (JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.PropertyName))
                return true;
        }

        return false;
    }

    /// <summary>Moves past the value whose first token was read.</summary>
    public void Skip()
    {
        if (Token == JsonTokenType.PropertyName && !Read())
            return;

        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;

        var depth = Depth;
        while (Read())
        {
            if (Depth < depth)
                return;
        }
    }

    /// <summary>Whether the property name or string is this one.</summary>
    public bool Is(ReadOnlySpan<byte> text) => _escaped ? GetString() == System.Text.Encoding.UTF8.GetString(text) : Raw.SequenceEqual(text);

    /// <summary>The text of a property name, string, number or word as UTF-8, unescaped into <paramref name="buffer"/> where that is needed. It holds until the next token is read.</summary>
    public ReadOnlySpan<byte> Utf8(ref byte[] buffer)
    {
        if (!_escaped)
            return Raw;

        if (buffer.Length < _tokenLength)
            buffer = new byte[_tokenLength * 2];

        // The quotes around a string stand in the buffer.
        var reader = new Utf8JsonReader(_buffer.AsSpan(_tokenStart - 1, _tokenLength + 2));
        try
        {
            reader.Read();
            return buffer.AsSpan(0, reader.CopyString(buffer));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CaptureException("a JSON string holds half a surrogate pair", Document);
        }
    }

    /// <summary>The text of a property name or string; the digits of a number; null for anything else.</summary>
    public string? GetString() => Token switch
    {
        JsonTokenType.PropertyName or JsonTokenType.String => _escaped ? Unescape() : System.Text.Encoding.UTF8.GetString(Raw),
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(Raw),
        _ => null,
    };

    /// <summary>The number, also one that is written as a string; null for anything else.</summary>
    public double? GetDouble() =>
        Token is JsonTokenType.Number or JsonTokenType.String && System.Buffers.Text.Utf8Parser.TryParse(Raw, out double value, out var used) && used == Raw.Length && double.IsFinite(value)
            ? value
            : null;

    /// <summary>The whole number, also one that is written as a string; null for anything else.</summary>
    public long? GetInt64() =>
        Token is JsonTokenType.Number or JsonTokenType.String && System.Buffers.Text.Utf8Parser.TryParse(Raw, out long value, out var used) && used == Raw.Length
            ? value
            : (long?)(GetDouble() is { } number && Math.Abs(number) < 9e18 ? (long)number : null);

    /// <summary>Reads the value of a property and gives its text.</summary>
    public string? ReadString() => Read() ? GetString() : null;

    /// <summary>Reads the value of a property and gives its number.</summary>
    public double? ReadDouble() => Read() ? GetDouble() : null;

    /// <summary>Reads the value of a property and gives its whole number.</summary>
    public long? ReadInt64() => Read() ? GetInt64() : null;

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = [];
    }

    private bool Enter(JsonTokenType start, out int depth)
    {
        var isIt = Read() && Token == start;
        depth = Depth;
        return isIt;
    }

    private static bool IsUnfinished(JsonException e) => e.Message.Contains("end", StringComparison.OrdinalIgnoreCase);

    private void Accept(ref Utf8JsonReader reader)
    {
        Token = reader.TokenType;
        _escaped = reader.ValueIsEscaped;
        _tokenLength = reader.ValueSpan.Length;
        var consumed = (int)reader.BytesConsumed;

        // A string's value is followed by its quote, a name's by its quote and maybe a colon; numbers and words by nothing.
        _tokenStart = Token is JsonTokenType.String or JsonTokenType.PropertyName
            ? _start + (int)reader.TokenStartIndex + 1
            : _start + (int)reader.TokenStartIndex;
        Depth = Token is JsonTokenType.StartObject or JsonTokenType.StartArray ? reader.CurrentDepth + 1 : reader.CurrentDepth;
        _state = reader.CurrentState;
        _start += consumed;
    }

    private bool StartDocument()
    {
        while (true)
        {
            while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                _start++;

            if (_start < _end)
                break;

            if (_isLast)
                return false;

            Fill();
        }

        Document++;
        Token = JsonTokenType.None;
        _state = new(_options);
        return true;
    }

    private string Unescape()
    {
        var quoted = new byte[_tokenLength + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        Raw.CopyTo(quoted.AsSpan(1));
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            return reader.GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CaptureException("a JSON string holds half a surrogate pair", Document);
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxToken)
                throw new CaptureException($"a JSON string is longer than {MaxToken / 1024 / 1024} MB", Document);

            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            Buffer.BlockCopy(_buffer, 0, larger, 0, _end);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var length = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _isLast = length == 0;
        _end += length;
    }
}
