using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Facts;

/// <summary>What one assembly says, read when it is first asked for.</summary>
internal sealed class FactSet
{
    // Weak by assembly: symbols of an image are shared by the compilations of a session, and so is what was read from it.
    private static readonly ConditionalWeakTable<IAssemblySymbol, FactSet> s_ofAssemblies = new();

    private static readonly FactSet s_nothing = new("", null, []);

    private readonly ImmutableArray<string> _texts;
    private readonly Lazy<Dictionary<string, ImmutableArray<Fact>>> _facts;
    private readonly Lazy<HashSet<string>> _names;
    private readonly Lazy<MemorySet> _memory;

    /// <param name="assembly">The assembly's name.</param>
    /// <param name="texts">What it says about round trips; null when it was not asked.</param>
    /// <param name="memory">What it says about what its program keeps in memory.</param>
    public FactSet(string assembly, ImmutableArray<string>? texts, ImmutableArray<string> memory)
    {
        Assembly = assembly;
        Speaks = texts is not null;
        _texts = texts ?? [];
        _memory = new(() => memory.IsEmpty ? MemorySet.Nothing : MemoryLines.Read(memory));
        _facts = new(Parse);
        _names = new(() => new(_facts.Value.Keys.Select(FactKey.NameOf), StringComparer.Ordinal));
    }

    /// <summary>The assembly's name.</summary>
    public string Assembly { get; }

    /// <summary>Whether it was asked about round trips, so that what it does not say, it does not do.</summary>
    public bool Speaks { get; }

    /// <summary>What it says about what its program keeps in memory.</summary>
    public MemorySet Memory => _memory.Value;

    /// <summary>Whether there is anything to be read.</summary>
    public bool HasFacts => _texts.Any(t => t.Length > 0);

    /// <summary>The facts in no order.</summary>
    public IEnumerable<Fact> All => _facts.Value.Values.SelectMany(f => f);

    /// <summary>The simple names of the members that facts are about.</summary>
    public IReadOnlyCollection<string> Names => _names.Value;

    /// <summary>The facts of a referenced image; null when it was built without.</summary>
    public static FactSet? Of(IAssemblySymbol assembly)
    {
        var set = s_ofAssemblies.GetValue(assembly, static a => Read(a) ?? s_nothing);
        return set == s_nothing ? null : set;
    }

    /// <summary>Whether a member of this simple name is spoken of: cheap, asked first.</summary>
    public bool Mentions(string name) => _names.Value.Contains(name);

    /// <summary>The facts about a member's definition.</summary>
    public ImmutableArray<Fact> Of(string declaration) => _facts.Value.TryGetValue(declaration, out var facts) ? facts : [];

    private static FactSet? Read(IAssemblySymbol assembly)
    {
        ImmutableArray<string>.Builder? texts = null;
        var memory = ImmutableArray.CreateBuilder<string>();
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute is not { AttributeClass.Name: "AssemblyMetadataAttribute", ConstructorArguments: { Length: 2 } arguments })
                continue;

            if (arguments[0].Value is FactText.AttributeKey)
                (texts ??= ImmutableArray.CreateBuilder<string>()).Add(arguments[1].Value as string ?? "");
            else if (arguments[0].Value is MemoryLines.AttributeKey)
                memory.Add(arguments[1].Value as string ?? "");
        }

        return texts is null && memory.Count == 0 ? null : new(assembly.Name, texts?.ToImmutable(), memory.ToImmutable());
    }

    private Dictionary<string, ImmutableArray<Fact>> Parse()
    {
        var facts = new Dictionary<string, ImmutableArray<Fact>>(StringComparer.Ordinal);
        foreach (var fact in FactLines.Read(_texts))
        {
            var declaration = FactKey.Split(fact.Key).Declaration;
            facts[declaration] = facts.TryGetValue(declaration, out var others) ? others.Add(fact) : [fact];
        }

        return facts;
    }
}
