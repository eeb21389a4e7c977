using PerfAnalyzers.Testing;
using PerfAnalyzers.Tests.Conventions;

namespace PerfAnalyzers.Tests.Memory;

/// <summary>
/// One program of a <c>.cases</c> file: <c>= severity: title</c> (without a severity, nothing is reported), its code, what is done once before
/// (<c>start:</c>) and what is done again and again (<c>run:</c>, with <c>i</c> counting).
/// </summary>
public sealed record MemoryCase(int Number, string? Severity, string Title, string Code, string Start, string Run)
{
    /// <summary>The namespace, and the file, that the case is in.</summary>
    public string Name => $"Case{Number}";

    /// <summary>The cases of a file, in its order.</summary>
    public static IReadOnlyList<MemoryCase> Read(string file)
    {
        var cases = new List<MemoryCase>();
        foreach (var block in CheckedOut.Read($"tests/Analyzers.Tests/Memory/{file}").Split("\n= ").Skip(1))
        {
            var lines = block.Split('\n');
            var heading = lines[0].Split(": ", 2);
            var code = lines.Skip(1).TakeWhile(l => !l.StartsWith("start:", StringComparison.Ordinal) && !l.StartsWith("run:", StringComparison.Ordinal));
            cases.Add(new(cases.Count + 1, heading.Length == 2 ? heading[0] : null, heading[^1], string.Join('\n', code), Of("start:"), Of("run:")));

            string Of(string word) => lines.FirstOrDefault(l => l.StartsWith(word, StringComparison.Ordinal))?[word.Length..].Trim() ?? "";
        }

        return cases;
    }

    /// <summary>The case as a file of its own, with marks.</summary>
    public TestFile ToFile() => new($"{Name}.cs", $"namespace {Name};\n\n{Code}\n");

    /// <summary>What the analyzers do not see: who runs it.</summary>
    public string ToRunner() => $$"""
        namespace {{Name}}
        {
            static class Entry
            {
                public static void Measure()
                {
                    {{Start}}
                    Oracle.Measure({{Number}}, i => { {{Run}} });
                }
            }
        }
        """;

    public override string ToString() => $"{Number}: {Title}";
}
