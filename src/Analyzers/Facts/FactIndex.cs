using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>
/// What the assemblies that a compilation references say about their members, and what a whole-solution scan adds to it. An assembly
/// whose source is in sight is not asked, because its bodies are read; a file speaks for assemblies that do not speak for themselves.
/// </summary>
internal sealed class FactIndex
{
    // What every compilation references and nobody builds with these analyzers. Not all of Microsoft.*: products are named like that, too.
    private static readonly string[] s_framework =
    [
        "System.", "Microsoft.AspNetCore.", "Microsoft.CSharp", "Microsoft.Data.", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions.",
        "Microsoft.Identity", "Microsoft.VisualBasic", "Microsoft.Win32.",
    ];

    private readonly ImmutableArray<FactSet> _sets;
    private readonly HashSet<string> _covered;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<Fact>> _known = new(SymbolEqualityComparer.Default);

    private FactIndex(ImmutableArray<FactSet> sets, HashSet<string> covered)
    {
        _sets = sets;
        _covered = covered;
    }

    /// <summary>Says nothing.</summary>
    public static FactIndex Empty { get; } = new([], []);

    /// <summary>Whether anything is said about any member: then a compilation may lead to round trips without a known library.</summary>
    public bool HasFacts => _sets.Any(s => s.HasFacts);

    /// <summary>Every fact, whoever says it.</summary>
    public IEnumerable<Fact> All => _sets.SelectMany(s => s.All);

    /// <summary>Reads what is said to a compilation.</summary>
    public static FactIndex Read(Compilation compilation, ImmutableArray<AdditionalText> additionalFiles, CancellationToken cancellationToken)
    {
        var inSight = new HashSet<string>(StringComparer.Ordinal) { compilation.Assembly.Name };
        var sets = new Dictionary<string, FactSet>(StringComparer.Ordinal);
        foreach (var reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly)
                continue;

            if (reference is CompilationReference)
                inSight.Add(assembly.Name);
            else if (!IsOfFramework(assembly.Name) && FactSet.Of(assembly) is { Speaks: true } set)
                sets[assembly.Name] = set;
        }

        var covered = new HashSet<string>(sets.Keys, StringComparer.Ordinal);
        foreach (var file in additionalFiles)
        {
            if (!FactFile.Is(file.Path) || file.GetText(cancellationToken) is not { } text)
                continue;

            foreach (var set in FactFile.Read(text).Where(s => s.Speaks))
            {
                covered.Add(set.Assembly);
                if (!inSight.Contains(set.Assembly) && !sets.ContainsKey(set.Assembly))
                    sets.Add(set.Assembly, set);
            }
        }

        return covered.Count == 0 ? Empty : new([.. sets.Values.OrderBy(s => s.Assembly, StringComparer.Ordinal)], covered);
    }

    /// <summary>Where calling <paramref name="method"/> leads, one for each assembly that says so; empty when nobody does.</summary>
    public ImmutableArray<UpstreamFact> Of(IMethodSymbol method) => [.. About(method).Select(f => f.Effect).OfType<UpstreamFact>()];

    /// <summary>Whether the sequence that a member returns is a query; null when nobody says.</summary>
    public QueryOriginKind? Returned(IMethodSymbol method) => About(method).Max(f => f.Returned);

    /// <summary>Whether somebody says that the queries which a member hands out are rows in memory, or may be.</summary>
    public bool GivesRows(IMethodSymbol method) => About(method).Any(f => f.Returned is QueryOriginKind.None);

    /// <summary>Which entities a member returns, one for each assembly that says so; empty when nobody does.</summary>
    public ImmutableArray<EntityFact> EntitiesOf(IMethodSymbol method) => [.. About(method).Select(f => f.Entities).OfType<EntityFact>()];

    /// <summary>What a member does with a delegate that it is given; null when nobody says.</summary>
    public ApiCalls? UseOf(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
            return null;

        // An extension method that is called as one has lost its first parameter.
        var ordinal = method.ReducedFrom is null ? parameter.Ordinal : parameter.Ordinal + 1;
        var uses = About(method).Where(f => f.Use is not null && f.Parameter == ordinal).Select(f => f.Use).ToList();
        return uses.Count == 0 ? null : s_byStrength.First(uses.Contains);
    }

    /// <summary>Whether the assembly was built with facts, so that what it does not say, it does not do.</summary>
    public bool Covers(IAssemblySymbol assembly) => _covered.Contains(assembly.Name);

    // Of several implementations, the one that repeats decides.
    private static readonly ImmutableArray<ApiCalls?> s_byStrength = [ApiCalls.Each, ApiCalls.EachUntil, ApiCalls.Once, ApiCalls.OnMiss, ApiCalls.Queued, ApiCalls.Later];

    private ImmutableArray<Fact> About(IMethodSymbol method)
    {
        if (_sets.IsEmpty)
            return [];

        var called = method.ReducedFrom ?? method;
        var facts = _known.TryGetValue(called.OriginalDefinition, out var known) ? known : _known.GetOrAdd(called.OriginalDefinition, Find(called.OriginalDefinition));
        if (facts.IsEmpty || FactKey.ArgumentsOf(called) is not { IsEmpty: false } arguments)
            return facts;

        return facts.RemoveAll(f => !FactKey.Fits(FactKey.Split(f.Key).Arguments, arguments));
    }

    private ImmutableArray<Fact> Find(IMethodSymbol definition)
    {
        var name = definition.AssociatedSymbol is IPropertySymbol { IsIndexer: true } indexer ? indexer.MetadataName : NameInCode.Of(definition);
        return _sets.Any(s => s.Mentions(name)) && FactKey.DeclarationOf(definition) is { } declaration
            ? [.. _sets.SelectMany(s => s.Of(declaration))]
            : [];
    }

    /// <summary>Whether an assembly belongs to the framework, or to what every program gets with it.</summary>
    public static bool IsOfFramework(string assembly) =>
        assembly is "System" or "mscorlib" or "netstandard" or "WindowsBase" ||
        Array.Exists(s_framework, prefix => assembly.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
