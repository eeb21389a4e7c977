using System.Text.Json;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Text of files on its way into the report's data.</summary>
internal static class DataText
{
    /// <summary>Longer names say nothing that their beginning does not.</summary>
    private const int Longest = 2_000;

    /// <summary>A property, left out where there is nothing to say.</summary>
    public static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, Sound(value));
    }

    /// <summary>Without what would turn the direction of the text around it, or is invisible. Tabs of source lines are blanks.</summary>
    public static string Sound(string text) => Terminal.Plain((text.Length > Longest ? text[..Longest] + "…" : text).Replace("\t", "    ", StringComparison.Ordinal));
}
