using System.Diagnostics;

namespace PerfAnalyzers.Tool.Tests.EndToEnd;

/// <summary>A test that mounts a file system of its own, which no other process sees; skipped where that is not allowed.</summary>
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_canMount = new(CanMount);

    public MountFactAttribute() => Skip = s_canMount.Value ? null : "file systems cannot be mounted here";

    /// <summary>What runs a command with a file system of the given options on a directory, filled up where it can be written.</summary>
    public static string[] With(string options, string directory, params string[] command) =>
        ["unshare", .. Environment.UserName == "root" ? [] : new[] { "--map-root-user" }, "--mount", "sh", "-c", "mount -t tmpfs -o \"$0\" none \"$1\" && cat /dev/zero 2> /dev/null > \"$1/filler\"; shift; exec \"$@\"", options, directory, .. command];

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
