using System.CommandLine;
using System.CommandLine.Parsing;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>The files that a verb writes beside each other: each is a file of its own, and none that the verb reads.</summary>
internal static class OutputFiles
{
    private static readonly StringComparer s_paths = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Refuses a command line on which one would be written over.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="read">The files that it reads.</param>
    /// <param name="inputs">Options that name more of them.</param>
    /// <param name="outputs">Options that name what it writes.</param>
    public static void KeepApart(this Command command, Argument read, Option[] inputs, Option[] outputs) => command.Validators.Add(result =>
    {
        var known = new Dictionary<string, string>(s_paths);
        foreach (var path in Paths(result.GetResult(read)))
            known.TryAdd(path, "the file that is read");

        foreach (var input in inputs)
        {
            foreach (var path in Paths(result.GetResult(input)))
                known.TryAdd(path, input.Name);
        }

        var written = new Dictionary<string, string>(s_paths);
        foreach (var output in outputs)
        {
            foreach (var path in Paths(result.GetResult(output)))
            {
                if (written.TryGetValue(path, out var other))
                    result.AddError($"{other} and {output.Name}: '{path}' would be written over");
                else if (known.TryGetValue(path, out var input))
                    result.AddError($"{output.Name} and {input}: '{path}' would be written over");

                written.TryAdd(path, output.Name);
            }
        }
    });

    // What is written to a terminal or a pipe comes one after the other.
    private static IEnumerable<string> Paths(SymbolResult? result) => (result?.Tokens ?? [])
        .Select(t => t.Value)
        .Where(p => p.Length > 0 && !p.Contains('\0', StringComparison.Ordinal) && !p.StartsWith("/dev/", StringComparison.Ordinal))
        .Select(Path.GetFullPath);
}
