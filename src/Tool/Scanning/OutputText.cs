namespace PerfAnalyzers.Tool.Scanning;

/// <summary>A file that a verb writes beside what it prints.</summary>
internal static class OutputText
{
    /// <summary>Writes it, or says why it cannot be written.</summary>
    public static bool TryWrite(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Terminal.Error($"'{path}' cannot be written: {e.Message}");
            return false;
        }
    }
}
