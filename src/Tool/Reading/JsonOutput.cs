using System.Text;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Reading;

/// <summary>JSON on standard output, indented, numbers with at most three decimals.</summary>
internal static class JsonOutput
{
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        // In pieces: of a long comparison it is 200 MB, and as one text twice as much. A line break within a value is escaped.
        buffer.Position = 0;
        using var reader = new StreamReader(buffer, Encoding.UTF8);
        var piece = new char[64 * 1024];
        int length;
        while ((length = reader.Read(piece)) > 0)
            output.Write(new string(piece, 0, length).Replace("\r", "", StringComparison.Ordinal));

        output.Write('\n');
    }

    public static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, 3));
        else
            json.WriteNull(name);
    }
}
