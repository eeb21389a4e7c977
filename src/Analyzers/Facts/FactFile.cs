using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Facts;

/// <summary>
/// A <c>.perffacts</c> file: what a scan of a whole solution found, for builds in which an abstraction and what implements it do not see
/// each other. A first line <c>perffacts  1</c>, then for each assembly a line <c>assembly  name</c> and its facts.
/// </summary>
internal static class FactFile
{
    private const string FirstLine = "perffacts\t1";
    private const string Heading = "assembly\t";

    // Weak by text: an editor hands the same text to each compilation.
    private static readonly ConditionalWeakTable<SourceText, StrongBox<ImmutableArray<FactSet>>> s_ofTexts = new();

    /// <summary>Whether an additional file is one, by its name.</summary>
    public static bool Is(string path) => path.EndsWith(".perffacts", StringComparison.OrdinalIgnoreCase);

    /// <summary>The assemblies of a file; none when it is of another version.</summary>
    public static ImmutableArray<FactSet> Read(SourceText text) => s_ofTexts.GetValue(text, static t => new(Parse(t))).Value;

    /// <summary>The text of a file, assemblies in ordinal order.</summary>
    public static string Write(IEnumerable<(string Assembly, ImmutableArray<string> Texts)> assemblies)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var (assembly, texts) in assemblies.OrderBy(a => a.Assembly, StringComparer.Ordinal))
        {
            text.Append(Heading).Append(assembly).Append('\n');
            foreach (var lines in texts)
                text.Append(lines).Append('\n');
        }

        return text.ToString();
    }

    private static ImmutableArray<FactSet> Parse(SourceText text)
    {
        if (text.Lines.Count == 0 || LineAt(0).TrimStart('\uFEFF') != FirstLine)
            return [];

        var sets = ImmutableArray.CreateBuilder<FactSet>();
        string? assembly = null;
        var lines = new List<string>();
        for (var i = 1; i < text.Lines.Count; i++)
        {
            if (text.Lines[i].Span.Length > FactText.MaxLineLength)
                continue;

            var line = LineAt(i);
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                Flush();
                assembly = line.Substring(Heading.Length);
            }
            else
            {
                lines.Add(line);
            }
        }

        Flush();
        return sets.ToImmutable();

        string LineAt(int index) => text.ToString(text.Lines[index].Span).TrimEnd('\r');

        void Flush()
        {
            if (assembly is not null)
                sets.Add(new(assembly, [string.Join("\n", lines.Where(l => !MemoryLines.Is(l)))], [.. lines.Where(MemoryLines.Is)]));

            lines.Clear();
        }
    }
}
