namespace PerfAnalyzers.Tool.Scanning;

/// <summary>A file that a verb writes beside what it prints.</summary>
internal static class OutputText
{
    /// <summary>Writes it whole, or says why it cannot be written.</summary>
    public static bool TryWrite(string path, string text)
    {
        try
        {
            WholeFile.Write(path, output => output.Write(text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Terminal.Error($"'{path}' cannot be written: {Reason(e)}");
            return false;
        }
    }

    private static string Reason(Exception e) => e switch
    {
        DirectoryNotFoundException => "there is no such directory",
        UnauthorizedAccessException => "it is a directory, or there is no permission",
        ArgumentException or NotSupportedException => "that is no name of a file",
        _ => FileTrouble.Reason(e) ?? "the system refuses it",
    };
}
