using System.Collections.Immutable;
using PerfAnalyzers.Flow.Memory;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>
/// The lines in which a project says what its program keeps in memory, tab-separated as those of <see cref="FactText"/>:
/// <code>
/// l  T:Type    singleton|scoped|transient              the project registers it so
/// w  M:Method  ordinal  singleton|scoped|transient     it registers the type argument so
/// g  T:Type    store  part  add  grows|keyed  called|event|timer|worker|request  members  held  nodes  arguments
/// p  T:Type    T:Part                                  it makes a part of that class, and keeps it
/// s  T:Type    limited                                 the project limits caches of the type
/// </code>
/// Whoever reads them may be handed anybody's assembly: a line that is not understood says nothing.
/// </summary>
internal static class MemoryLines
{
    /// <summary>Key of the assembly attributes that carry them. Apart from facts about round trips, because these say that a project touches a known library.</summary>
    public const string AttributeKey = "PerfAnalyzers.Memory/1";

    private const int GrowthColumns = 11;
    private const int MaxParameters = 64;
    private const char Separator = ';';

    private static readonly ImmutableDictionary<string, ApiEffect> s_lifetimes = ImmutableDictionary<string, ApiEffect>.Empty
        .Add("singleton", ApiEffect.Singleton).Add("scoped", ApiEffect.Scoped).Add("transient", ApiEffect.Transient);

    private static readonly ImmutableDictionary<string, RunKind> s_runs = ImmutableDictionary<string, RunKind>.Empty
        .Add("called", RunKind.Called).Add("event", RunKind.Event).Add("timer", RunKind.Timer).Add("worker", RunKind.Worker).Add("request", RunKind.Request);

    /// <summary>Whether a line of a file is one of these.</summary>
    public static bool Is(string line) => line.Length > 2 && line[1] == '\t' && line[0] is 'l' or 'w' or 'g' or 'p' or 's';

    /// <summary>A registration.</summary>
    public static string Lifetime(string type, ApiEffect lifetime) => $"l\t{type}\t{WordFor(s_lifetimes, lifetime)}";

    /// <summary>A method that registers its type argument.</summary>
    public static string Wrapper(string method, int ordinal, ApiEffect lifetime) => $"w\t{method}\t{ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture)}\t{WordFor(s_lifetimes, lifetime)}";

    /// <summary>A part.</summary>
    public static string Part(string type, string part) => $"p\t{type}\t{part}";

    /// <summary>A limit of caches.</summary>
    public static string Limit(string type) => $"s\t{type}\tlimited";

    /// <summary>A collection that grows.</summary>
    public static string Growth(string type, GrowthFact fact) => string.Join(
        "\t", "g", type, fact.Store, fact.Part, fact.Add, fact.IsKeyed ? "keyed" : "grows", WordFor(s_runs, fact.Run),
        string.Join(Separator.ToString(), fact.Members), string.Join(Separator.ToString(), fact.Held.Names), fact.Held.Nodes, fact.Held.Arguments);

    /// <summary>Reads the lines of a project into what they say.</summary>
    public static MemorySet Read(IEnumerable<string> texts)
    {
        var set = new MemorySet();
        foreach (var line in texts.SelectMany(t => t.Split('\n')).Take(FactLines.MaxLines))
        {
            if (line.Length <= FactText.MaxLineLength && !line.Any(c => char.IsControl(c) && c != '\t'))
                Read(line.Split('\t'), set);
        }

        return set;
    }

    private static void Read(string[] columns, MemorySet set)
    {
        if (columns.Length < 3 || columns[1].Length < 3 || columns[1][1] != ':')
            return;

        switch (columns[0])
        {
            case "l" when s_lifetimes.TryGetValue(columns[2], out var lifetime):
                set.Lifetimes.Add((columns[1], lifetime));
                break;
            case "w" when columns.Length > 3 && int.TryParse(columns[2], out var ordinal) && ordinal is >= 0 and < MaxParameters && s_lifetimes.TryGetValue(columns[3], out var lifetime):
                set.Wrappers.Add((columns[1], ordinal, lifetime));
                break;
            case "p":
                MemorySet.Add(set.Parts, columns[1], columns[2]);
                break;
            case "s" when columns[2] == "limited":
                set.IsLimited = true;
                break;
            case "g" when columns.Length >= GrowthColumns && columns[5] is "keyed" or "grows" && s_runs.TryGetValue(columns[6], out var run):
                MemorySet.Add(set.Growth, columns[1], new(
                    columns[2], columns[3], columns[4], columns[5] == "keyed", Split(columns[7]), run, new(Split(columns[8]), columns[9], columns[10])));
                break;
        }
    }

    private static ImmutableArray<string> Split(string list) => list.Length == 0 ? [] : [.. list.Split(Separator)];

    private static string WordFor<T>(ImmutableDictionary<string, T> words, T value) => words.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Key;
}
