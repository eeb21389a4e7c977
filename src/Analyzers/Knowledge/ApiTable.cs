using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// The text of an <c>.apis</c> file (ours) or a <c>.perfapis</c> file (a user's): sections of lines
/// <c>Type::Member  effect  [system]  [name=value ...]</c>. <c>docs/knowledge.md</c> is the normative text.
/// </summary>
internal sealed class ApiTable
{
    private static readonly ImmutableHashSet<string> s_systems =
        ["db", "http", "grpc", "cache", "queue", "blob", "search", "file", "mail"];

    private static readonly ImmutableDictionary<string, ApiEffect> s_effects = Words<ApiEffect>();

    private static readonly ImmutableDictionary<string, ApiCalls> s_calls = Words<ApiCalls>();

    private static readonly ImmutableDictionary<string, ApiYields> s_yields = Words<ApiYields>();

    private static readonly ImmutableDictionary<string, ApiLoads> s_loads = Words<ApiLoads>();

    private static readonly ImmutableDictionary<string, ApiRows> s_rows = Words<ApiRows>();

    private static readonly ConditionalWeakTable<SourceText, ApiTable> s_tables = new();

    private ApiTable(ImmutableArray<ApiSection> sections, ImmutableArray<EvidenceProblem> problems)
    {
        Sections = sections;
        Problems = problems;
    }

    /// <summary>The sections in file order.</summary>
    public ImmutableArray<ApiSection> Sections { get; }

    /// <summary>Lines that could not be used.</summary>
    public ImmutableArray<EvidenceProblem> Problems { get; }

    /// <summary>Whether an additional file is a user's table, by its name.</summary>
    public static bool IsUserTable(string path) => path.EndsWith(".perfapis", StringComparison.OrdinalIgnoreCase);

    /// <summary>The table of a text, which is read once, however many compilations are given it.</summary>
    public static ApiTable Of(SourceText text) => s_tables.GetValue(text, Parse);

    /// <summary>Reads a table; a bad line costs only itself.</summary>
    public static ApiTable Parse(SourceText text)
    {
        var sections = ImmutableArray.CreateBuilder<ApiSection>();
        var problems = ImmutableArray.CreateBuilder<EvidenceProblem>();
        var facts = ImmutableArray.CreateBuilder<ApiFact>();
        var header = new ApiSection("", [], [], [], []);
        foreach (var textLine in text.Lines)
        {
            var number = textLine.LineNumber + 1;
            if (textLine.Span.Length > EvidenceParser.MaxLineLength)
            {
                problems.Add(new(number, "line is too long"));
                continue;
            }

            var line = text.ToString(textLine.Span);
            var comment = line.IndexOf('#');
            var words = (comment < 0 ? line : line.Substring(0, comment))
                .Split([' ', '\t', '\r', '\uFEFF'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;

            if (words[0][0] == '[')
            {
                Flush();
                if (!TryParseHeader(words, out header, out var headerReason))
                    problems.Add(new(number, headerReason));
            }
            else if (TryParseFact(words, out var fact, out var reason))
            {
                facts.Add(fact!);
            }
            else
            {
                problems.Add(new(number, reason));
            }
        }

        Flush();
        return new(sections.ToImmutable(), problems.ToImmutable());

        void Flush()
        {
            if (facts.Count > 0)
                sections.Add(header with { Facts = header is { IsConcurrent: false, CountsAlone: true } ? facts.ToImmutable() : [.. facts.Select(f => f with { IsConcurrent = header.IsConcurrent, CountsAlone = header.CountsAlone })] });

            facts.Clear();
        }
    }

    // [EF Core] assemblies=Microsoft.EntityFrameworkCore,... namespaces=...
    private static bool TryParseHeader(string[] words, out ApiSection header, out string reason)
    {
        header = new("", [], [], [], []);
        reason = "expected '[name]', then assemblies=..., namespaces=... or mentions=...";
        var end = Array.FindIndex(words, w => w[w.Length - 1] == ']');
        if (end < 0)
            return false;

        var name = string.Join(" ", words, 0, end + 1);
        header = header with { Name = name.Substring(1, name.Length - 2) };
        foreach (var word in words.Skip(end + 1))
        {
            var parts = word.Split(['='], 2);
            var values = parts.Length == 2 ? List(parts[1]) : [];
            switch (parts[0])
            {
                case "assemblies":
                    header = header with { Assemblies = values };
                    break;
                case "namespaces":
                    header = header with { Namespaces = values };
                    break;
                case "mentions":
                    header = header with { Mentions = values };
                    break;
                case "concurrent" when parts.Length == 2 && parts[1] == "yes":
                    header = header with { IsConcurrent = true };
                    break;
                case "alone" when parts.Length == 2 && parts[1] == "no":
                    header = header with { CountsAlone = false };
                    break;
                default:
                    reason = $"unknown word '{word}' after a section's name; known are assemblies=, namespaces=, mentions=, concurrent=yes and alone=no";
                    return false;
            }
        }

        return true;
    }

    private static bool TryParseFact(string[] words, out ApiFact? fact, out string reason)
    {
        fact = null;
        var separator = words[0].IndexOf("::", StringComparison.Ordinal);
        var type = separator < 0 ? words[0] : words[0].Substring(0, separator);
        var member = separator < 0 ? "" : words[0].Substring(separator + 2);
        if (words.Length < 2 || type.Length == 0 || (separator >= 0 && member.Length == 0))
        {
            reason = "expected '<Type>::<Member> <effect> ...'";
            return false;
        }

        if (!s_effects.TryGetValue(words[1], out var effect))
        {
            reason = $"unknown effect '{words[1]}'; known are {Known(s_effects.Keys)}";
            return false;
        }

        fact = new(type, member, effect, "", ApiCalls.Unstated, null, null);
        foreach (var word in words.Skip(2))
        {
            var parts = word.Split(['='], 2);
            switch (parts[0])
            {
                case "async" when parts.Length == 2:
                    fact = fact with { AsyncTwin = parts[1] };
                    break;
                case "handlers" when parts.Length == 2:
                    fact = fact with { Handlers = List(parts[1]) };
                    break;
                case "batch" when parts.Length == 2:
                    fact = fact with { BatchTwin = parts[1] };
                    break;
                case "each" when parts.Length == 2 && fact.IsRoundTrip:
                    fact = fact with { Each = parts[1] };
                    break;
                case "runs" when parts.Length == 2:
                    fact = fact with { Runs = parts[1] };
                    break;
                case "flattens" when parts.Length == 2:
                    fact = fact with { Flattens = List(parts[1]) };
                    break;
                case "returns" when parts.Length == 2 && parts[1] == "task" && fact.IsConvention:
                    fact = fact with { ReturnsTask = true };
                    break;
                case "key" when parts.Length == 2:
                    fact = fact with { Key = parts[1] };
                    break;
                case "calls" when parts.Length == 2 && s_calls.TryGetValue(parts[1], out var calls):
                    fact = fact with { Calls = calls };
                    break;
                case "loads" when parts.Length == 2 && s_loads.TryGetValue(parts[1], out var loads):
                    fact = fact with { Loads = loads };
                    break;
                case "splits" when parts.Length == 2 && parts[1] is "yes" or "no":
                    fact = fact with { Splits = parts[1] == "yes" };
                    break;
                case "rows" when parts.Length == 2 && s_rows.TryGetValue(parts[1], out var rows):
                    fact = fact with { Rows = rows };
                    break;
                case "translates" when parts.Length == 2 && parts[1] is "yes" or "otherwise":
                    fact = fact with { Translation = parts[1] == "yes" ? ApiTranslation.AsWritten : ApiTranslation.InOtherWords };
                    break;
                case "yields" when parts.Length == 2 && s_yields.TryGetValue(parts[1], out var yields):
                    fact = fact with { Yields = yields };
                    break;
                case "tracks" when parts.Length == 2 && parts[1] == "no":
                    fact = fact with { IsUntracked = true };
                    break;
                case var system when parts.Length == 1 && s_systems.Contains(system):
                    fact = fact with { System = system };
                    break;
                default:
                    reason = $"unknown word '{word}'; known are async=, batch=, each= (of a round trip), runs=, flattens=, handlers=, key=, returns=task (with a star in the type), translates=yes, translates=otherwise, tracks=no, yields= ({Known(s_yields.Keys)}), splits=yes, splits=no, calls= ({Known(s_calls.Keys)}), rows= ({Known(s_rows.Keys)}), loads= ({Known(s_loads.Keys)}) and the systems {Known(s_systems)}";
                    return false;
            }
        }

        // A convention goes by members; of the type alone, a name says nothing.
        if (fact.IsConvention && member.Length == 0)
        {
            reason = "a type with '*' needs a member";
            return false;
        }

        reason = fact.IsRoundTrip && fact.System.Length == 0 ? $"'{words[1]}' needs a system: {Known(s_systems)}" : "";
        return reason.Length == 0;
    }

    private static ImmutableArray<string> List(string text) => [.. text.Split([','], StringSplitOptions.RemoveEmptyEntries)];

    private static string Known(IEnumerable<string> words) => string.Join(", ", words.OrderBy(w => w, StringComparer.Ordinal));

    // LoadNavigation is written load-navigation.
    private static ImmutableDictionary<string, T> Words<T>() where T : struct, Enum =>
        ((T[])Enum.GetValues(typeof(T))).ToImmutableDictionary(value =>
            string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")));
}
