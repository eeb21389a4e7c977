using System.Text;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Importing;

/// <summary>The beginning of a file, by which its format is recognised.</summary>
internal sealed class CaptureHead
{
    /// <summary>Bytes looked at.</summary>
    public const int Size = 64 * 1024;

    private const int MaxKeys = 400;

    private readonly byte[] _bytes;

    public CaptureHead(byte[] bytes)
    {
        _bytes = bytes;
        Text = Encoding.UTF8.GetString(bytes);
        if (Text.StartsWith('\uFEFF'))
            Text = Text[1..];

        var trimmed = Text.AsSpan().TrimStart();
        if (trimmed.Length > 0 && trimmed[0] is '{' or '[')
            Keys = JsonKeys(bytes);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes as text, whatever they are.</summary>
    public string Text { get; }

    /// <summary>
    /// Of JSON, the property names in sight with the path that leads there: <c>shared</c>, <c>shared/frames</c>, <c>[]/traceId</c>. Empty for anything else.
    /// </summary>
    public IReadOnlySet<string> Keys { get; } = new HashSet<string>();

    /// <summary>Whether the content is text: no zero bytes, and hardly any that are not UTF-8.</summary>
    public bool IsText => !_bytes.AsSpan().Contains((byte)0) && Text.Count(c => c == '\uFFFD') <= 1 + (Text.Length / 1000);

    /// <summary>The first lines.</summary>
    public IEnumerable<string> Lines(int count) => Text.Split('\n', count + 1).Take(count).Select(l => l.TrimEnd('\r'));

    private static HashSet<string> JsonKeys(byte[] bytes)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(bytes.AsSpan(start), isFinalBlock: false, new(new JsonReaderOptions { MaxDepth = 1000 }));
        var path = new Stack<string>();
        var name = "";
        try
        {
            while (keys.Count < MaxKeys && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = reader.GetString() ?? "";
                        if (path.Count <= 5)
                            keys.Add(Join(path, name));
                        break;
                    case JsonTokenType.StartObject:
                        path.Push(name);
                        name = "";
                        break;
                    case JsonTokenType.StartArray:
                        path.Push(name.Length > 0 ? name + "/[]" : "[]");
                        name = "";
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        path.Pop();
                        name = "";
                        break;
                    default:
                        name = "";
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // JSON lines, or no JSON after all: what was seen until here decides.
        }

        return keys;
    }

    private static string Join(Stack<string> path, string name) => string.Join('/', path.Where(p => p.Length > 0).Reverse().Append(name));
}
