using System.CommandLine;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>Everything that the tool can be asked.</summary>
internal static class Verbs
{
    /// <summary>The tool itself, with its verbs in the order in which they are met.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Turns what was measured into one small text file that PerfAnalyzers reads at build.")
        {
            RunCommand.Create(),
            AttachCommand.Create(),
            ImportCommand.Create(),
            FetchCommand.Create(),
            TopCommand.Create(),
            TreeCommand.Create(),
            ReportCommand.Create(),
            DiffCommand.Create(),
            ScanCommand.Create(),
            CheckCommand.Create(),
            BaselineCommand.Create(),
        };
        Examples.AddTo(root);
        return root;
    }
}
