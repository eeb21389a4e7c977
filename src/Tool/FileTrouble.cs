namespace PerfAnalyzers.Tool;

/// <summary>Why a file cannot be written, in words for whoever wants it written.</summary>
internal static class FileTrouble
{
    // What the systems answer: Windows in the low word of the error, the others as the number itself.
    private const int WindowsDiskFull = 112;
    private const int WindowsHandleDiskFull = 39;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;

    /// <summary>The reason, or null where the system's answer says nothing more.</summary>
    public static string? Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "no permission",
        _ when IsFull(e.HResult) => "there is no space left",
        _ when !OperatingSystem.IsWindows() && e.HResult == ReadOnly => "the file system is read-only",
        _ => null,
    };

    private static bool IsFull(int result) =>
        OperatingSystem.IsWindows() ? (result & 0xFFFF) is WindowsDiskFull or WindowsHandleDiskFull : result == NoSpace;
}
