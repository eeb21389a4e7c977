using System.Globalization;
using System.Text.RegularExpressions;

namespace PerfAnalyzers.Package.Tests;

/// <summary>What a command printed and how it ended.</summary>
internal sealed partial record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>The command succeeded; otherwise the test fails with everything that was printed.</summary>
    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"'{Command}' ended with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>The command failed; otherwise the test fails with everything that was printed.</summary>
    public CommandResult Failed()
    {
        Assert.True(ExitCode != 0, $"'{Command}' succeeded, but should not have:\n{Output}");
        return this;
    }

    /// <summary>The compiler-format diagnostics, each once although MSBuild prints them again in its summary.</summary>
    public IReadOnlyList<PrintedDiagnostic> Diagnostics { get; } =
    [
        .. CompilerFormat().Matches(Output)
            .Select(m => new PrintedDiagnostic(
                Path.GetFileName(m.Groups["file"].Value.Trim()),
                int.Parse(m.Groups["line"].Value, CultureInfo.InvariantCulture),
                m.Groups["severity"].Value,
                m.Groups["id"].Value,
                m.Groups["message"].Value.Trim()))
            .Distinct(),
    ];

    /// <summary>The diagnostics of one rule.</summary>
    public IReadOnlyList<PrintedDiagnostic> Of(string id) => [.. Diagnostics.Where(d => d.Id == id)];

    /// <summary>The only diagnostic of a rule in a file.</summary>
    public PrintedDiagnostic Single(string id, string file)
    {
        var found = Diagnostics.Where(d => d.Id == id && d.File == file).ToList();
        Assert.True(found.Count == 1, $"expected one {id} in {file}, found {found.Count}:\n{Output}");
        return found[0];
    }

    [GeneratedRegex(@"^(?<file>[^\r\n(]+)\((?<line>\d+),\d+(,\d+,\d+)?\): (?<severity>warning|error) (?<id>[A-Z]+\d+): (?<message>[^\r\n]*?)( \[[^\]\r\n]+\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex CompilerFormat();
}
