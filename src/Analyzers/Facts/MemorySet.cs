using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>What one project says about what its program keeps in memory. Types and members are documentation ids.</summary>
internal sealed class MemorySet
{
    /// <summary>Says nothing.</summary>
    public static MemorySet Nothing { get; } = new();

    /// <summary>What it registers with the container.</summary>
    public List<(string Type, ApiEffect Lifetime)> Lifetimes { get; } = [];

    /// <summary>Its methods that register the type argument of this number.</summary>
    public List<(string Method, int Ordinal, ApiEffect Lifetime)> Wrappers { get; } = [];

    /// <summary>Collections that grow, by the class that has them.</summary>
    public Dictionary<string, List<GrowthFact>> Growth { get; } = new(StringComparer.Ordinal);

    /// <summary>The classes that a class makes parts of.</summary>
    public Dictionary<string, List<string>> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it limits the size of caches.</summary>
    public bool IsLimited { get; set; }

    /// <summary>Adds to a list of a table.</summary>
    public static void Add<T>(Dictionary<string, List<T>> table, string key, T value)
    {
        if (!table.TryGetValue(key, out var list))
            table.Add(key, list = []);

        list.Add(value);
    }

    /// <summary>The collections of a class, and of its parts and theirs.</summary>
    public IEnumerable<GrowthFact> Of(string type, int depth)
    {
        var own = Growth.TryGetValue(type, out var facts) ? facts : [];
        var parts = depth > 0 && Parts.TryGetValue(type, out var known) ? known : [];
        return own.Concat(parts.SelectMany(p => Of(p, depth - 1).Select(f => f.Part.Length > 0 ? f : f with { Part = NameOf(p) })));
    }

    private static string NameOf(string type) => type.Substring(type.LastIndexOf('.') + 1).TrimStart('T', ':') is { Length: > 0 } name ? name : type;
}
