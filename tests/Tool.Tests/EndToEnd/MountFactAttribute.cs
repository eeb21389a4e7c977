using System.Diagnostics;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>A test that mounts a file system of its own, which no other process sees; skipped where that is not allowed.</summary>
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_canMount = new(CanMount);

    public MountFactAttribute() => Skip = s_canMount.Value ? null : "file systems cannot be mounted here";

    /// <summary>Fills a directory, whose name is an argument of the shell.</summary>
    public const string Fill = "cat /dev/zero 2> /dev/null > \"$1/filler\"";

    /// <summary>What runs a command with a file system of the given options on a directory, filled up where it can be written.</summary>
    public static string[] With(string options, string directory, params string[] command) => Shell($"mount -t tmpfs -o \"$0\" none \"$1\" && {Fill}; shift; exec \"$@\"", options, directory, command);

    /// <summary>The same with nothing in it.</summary>
    public static string[] WithEmpty(string options, string directory, params string[] command) => Shell("mount -t tmpfs -o \"$0\" none \"$1\" && shift && exec \"$@\"", options, directory, command);

    private static string[] Shell(string script, string options, string directory, string[] command) =>
        ["unshare", .. Environment.UserName == "root" ? [] : new[] { "--map-root-user" }, "--mount", "sh", "-c", script, options, directory, .. command];

    private static bool CanMount()
    {
        if (!OperatingSystem.IsLinux())
            return false;

        try
        {
            var command = With("size=4k", Path.GetTempPath(), "true");
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
