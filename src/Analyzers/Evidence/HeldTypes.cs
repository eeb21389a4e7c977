using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Evidence;

/// <summary>What a heap holds more of when a collection grows, by the names that a runtime gives its types.</summary>
/// <param name="Names">Types of the program that it holds, and arrays of them. Runtimes name a nested type without the type around it, dumps of other tools with it.</param>
/// <param name="Nodes">What the collection itself is made of, without its type arguments: <c>Node</c>, <c>Entry</c>.</param>
/// <param name="Arguments">The type arguments of these: <c>[System.String,Shop.Price]</c>.</param>
internal sealed record HeldTypes(ImmutableArray<string> Names, string Nodes, string Arguments)
{
    /// <summary>An entry of a memory cache.</summary>
    public static HeldTypes OfCache { get; } = new(["T:Microsoft.Extensions.Caching.Memory.CacheEntry"], "", "");

    private static readonly string[] s_linked = ["ConcurrentDictionary", "SortedDictionary", "SortedSet", "SortedList"];

    /// <summary>What a collection of a type holds.</summary>
    public static HeldTypes Of(ITypeSymbol collection)
    {
        if (collection is not INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments } named)
            return new([], "", "");

        var own = arguments.Where(a => a.DeclaringSyntaxReferences.Length > 0)
            .SelectMany(a => a.ContainingType is null ? [NameOf(a)] : new[] { NameOf(a), a.MetadataName })
            .Select(n => "T:" + n).ToList();
        return new(
            [.. own, .. own.Select(n => n + "[]")],
            Array.IndexOf(s_linked, named.Name) >= 0 ? "Node" : named.Name switch { "LinkedList" => "LinkedListNode`1", "Channel" => "Slot", _ => "Entry" },
            "[" + string.Join(",", arguments.Select(NameOf)) + "]");
    }

    /// <summary>Whether an evidence record's key is one of them.</summary>
    public bool Contains(string key)
    {
        if (Names.Contains(key))
            return true;

        var type = key.EndsWith("[]", StringComparison.Ordinal) ? key.Substring(0, key.Length - 2) : key;
        return Arguments.Length > 0 && type.EndsWith(Nodes + Arguments, StringComparison.Ordinal) && type[type.Length - Arguments.Length - Nodes.Length - 1] is ':' or '.';
    }

    // As the runtime writes it, with the dots of documentation ids: System.Collections.Generic.List`1[Shop.Basket.Line].
    private static string NameOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return NameOf(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]";

        var name = new StringBuilder(type.MetadataName);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name.Insert(0, outer.MetadataName + ".");

        if (type.ContainingNamespace is { IsGlobalNamespace: false } space)
            name.Insert(0, space.ToDisplayString() + ".");

        return type is INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments }
            ? name.Append('[').Append(string.Join(",", arguments.Select(NameOf))).Append(']').ToString()
            : name.ToString();
    }
}
