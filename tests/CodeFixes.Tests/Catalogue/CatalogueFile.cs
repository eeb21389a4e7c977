using System.Reflection;
using System.Text;

namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>
/// The cases of a rule, as text: <c># group</c>, <c>== name</c>, the statements, after <c>--</c> other members, after <c>---</c> other
/// types, after <c>instead:</c> other statements. A line <c>no fix: reason</c> says why the program cannot be fixed.
/// </summary>
internal static class CatalogueFile
{
    /// <summary>The rules that have a catalogue.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.EndsWith(".cases", StringComparison.Ordinal)).Select(n => Path.GetFileNameWithoutExtension(n)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<CatalogueCase> Read(string rule)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(rule + ".cases")!);
        var cases = new List<CatalogueCase>();
        string group = "", name = "", noFix = "";
        var (body, members, types, instead) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        var current = body;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal) || line.StartsWith("== ", StringComparison.Ordinal))
            {
                Flush();
                if (line[0] == '#')
                    group = line[2..];
                else
                    name = line[3..];
            }
            else if (line.StartsWith("no fix: ", StringComparison.Ordinal))
            {
                noFix = line["no fix: ".Length..];
            }
            else if (line == "--")
            {
                current = members;
            }
            else if (line == "---")
            {
                current = types;
            }
            else if (line == "instead:")
            {
                current = instead;
            }
            else
            {
                current.Append(line).Append('\n');
            }
        }

        Flush();
        return cases;

        void Flush()
        {
            if (name.Length > 0)
                cases.Add(new(group, name, body.ToString().Trim(), members.ToString().Trim(), types.ToString().Trim(), instead.ToString().Trim(), noFix.Length > 0 ? noFix : null));

            (name, noFix) = ("", "");
            body.Clear();
            members.Clear();
            types.Clear();
            instead.Clear();
            current = body;
        }
    }
}
