using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PerfAnalyzers.Corpus;

/// <summary>Files of one JSON object a line, with names_like_this.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a file; fields that a type does not have are left alone.</summary>
    public static IReadOnlyList<T> Read<T>(string path) =>
        [.. File.ReadLines(path).Where(l => !string.IsNullOrWhiteSpace(l)).Select(l => JsonSerializer.Deserialize<T>(l, s_options)!)];

    /// <summary>Writes a file, and the directories it lies in.</summary>
    public static void Write<T>(string path, IEnumerable<T> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllLines(path, lines.Select(l => JsonSerializer.Serialize(l, s_options)));
    }
}
