using System.CommandLine;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence diff BEFORE AFTER</c>.</summary>
internal static class DiffCommand
{
    public static Command Create() => new("diff", "Compare two measurements.");
}
