using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Facts;

/// <summary>What one assembly says, read when it is first asked for.</summary>
internal sealed class FactSet
{
    // Weak by assembly: symbols of an image are shared by the compilations of a session, and so is what was read from it.
    private static readonly ConditionalWeakTable<IAssemblySymbol, FactSet> s_ofAssemblies = new();

    private static readonly FactSet s_nothing = new("", []);

    private readonly ImmutableArray<string> _texts;
    private readonly Lazy<Dictionary<string, ImmutableArray<Fact>>> _facts;
    private readonly Lazy<HashSet<string>> _names;

    public FactSet(string assembly, ImmutableArray<string> texts)
    {
        Assembly = assembly;
        _texts = texts;
        _facts = new(Parse);
        _names = new(() => new(_facts.Value.Keys.Select(FactKey.NameOf), StringComparer.Ordinal));
    }

    /// <summary>The assembly's name.</summary>
    public string Assembly { get; }

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
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "AssemblyMetadataAttribute", ConstructorArguments: { Length: 2 } arguments } &&
                arguments[0].Value is FactText.AttributeKey)
            {
                (texts ??= ImmutableArray.CreateBuilder<string>()).Add(arguments[1].Value as string ?? "");
            }
        }

        return texts is null ? null : new(assembly.Name, texts.ToImmutable());
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
