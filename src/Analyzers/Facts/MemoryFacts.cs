using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Memory;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>What a project has to say about what its program keeps in memory: how long objects live by its registrations, and which classes grow while one of their objects lives.</summary>
internal static class MemoryFacts
{
    /// <summary>Collections looked at in one project.</summary>
    private const int MaxStores = 5_000;

    private const string Caches = "T:Microsoft.Extensions.Caching.Memory.MemoryCacheOptions";

    // Weak by compilation: an editor asks for the project below after each change of the one above.
    private static readonly ConditionalWeakTable<Compilation, MemorySet> s_lifetimes = new();
    private static readonly ConditionalWeakTable<Compilation, MemorySet> s_growth = new();

    /// <summary>What a project says whose source is in sight.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">The files of whoever asks.</param>
    /// <param name="withGrowth">Whether it is also asked what grows, for which its bodies have to be looked at.</param>
    public static MemorySet Of(Compilation project, AnalyzerOptions options, bool withGrowth) =>
        (withGrowth ? s_growth : s_lifetimes).GetValue(project, p => MemoryLines.Read(Texts(AnalysisSession.Apart(p, options, default), default, withGrowth)));

    /// <summary>The texts of its lines, the same for the same code.</summary>
    public static ImmutableArray<string> Texts(AnalysisSession session, CancellationToken cancellationToken, bool withGrowth = true)
    {
        if (session.IsTestProject)
            return [];

        var lines = new SortedSet<string>(StringComparer.Ordinal);
        var flow = session.Alone;
        AddRegistrations(flow, session.Compilation, lines, cancellationToken);
        if (withGrowth)
            AddGrowth(session, lines, cancellationToken);

        var texts = ImmutableArray.CreateBuilder<string>();
        for (var rest = lines.Where(l => l.Length <= FactText.MaxLineLength).Take(FactLines.MaxLines).ToList(); rest.Count > 0; rest = rest.Skip(FactLines.LinesPerText).ToList())
            texts.Add(string.Join("\n", rest.Take(FactLines.LinesPerText)));

        return texts.ToImmutable();
    }

    private static void AddRegistrations(MemoryFlow flow, Compilation compilation, SortedSet<string> lines, CancellationToken cancellationToken)
    {
        foreach (var (type, lifetimes) in flow.Registrations.Own(cancellationToken).Select(p => (p.Key, p.Value)))
        {
            if (type.TypeKind is not (TypeKind.Class or TypeKind.Interface) || Dispatch.IsOfFramework(type) || type.GetDocumentationCommentId() is not { } id ||
                (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) && !MemberBodies.IsVisible(type)))
            {
                continue;
            }

            foreach (var lifetime in lifetimes)
                lines.Add(MemoryLines.Lifetime(id, lifetime));
        }

        foreach (var wrapper in flow.Registrations.Wrappers(cancellationToken))
        {
            if (MemberBodies.IsVisible(wrapper.Key) && wrapper.Key.GetDocumentationCommentId() is { } id)
                lines.Add(MemoryLines.Wrapper(id, wrapper.Value.Ordinal, wrapper.Value.Lifetime));
        }

        if (flow.CacheEntries.IsLimited(cancellationToken))
            lines.Add(MemoryLines.Limit(Caches));
    }

    private static void AddGrowth(AnalysisSession session, SortedSet<string> lines, CancellationToken cancellationToken)
    {
        var growing = new Dictionary<INamedTypeSymbol, List<GrowthFact>>(SymbolEqualityComparer.Default);
        var parts = new List<(INamedTypeSymbol Type, ISymbol Store, INamedTypeSymbol Part)>();
        var seen = 0;
        foreach (var type in TypeLookup.TypesOf(session.Compilation.Assembly).Where(t => t is { TypeKind: TypeKind.Class, IsStatic: false } && session.Memory.OfType(t) is ApiEffect.None))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (store, held) in StoresOf(type))
            {
                if (held is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false })
                    parts.Add((type, store, held.OriginalDefinition));

                if (session.Memory.IsCollection(held) && seen++ < MaxStores && Growing(session, type, store, cancellationToken) is { } found)
                    (growing.TryGetValue(type, out var facts) ? facts : growing[type] = []).Add(FactOf(found, held));
            }
        }

        foreach (var (type, part) in PartsOf(session, parts, growing.Keys, cancellationToken))
        {
            lines.Add(MemoryLines.Part(type.GetDocumentationCommentId()!, part.GetDocumentationCommentId()!));
            // A class that nobody outside can name is worth telling about as a part of one.
            if (growing.TryGetValue(part, out var facts))
                AddAll(part, facts);
        }

        foreach (var (type, facts) in growing.Select(g => (g.Key, g.Value)).Where(g => MemberBodies.IsVisible(g.Key)))
            AddAll(type, facts);

        void AddAll(INamedTypeSymbol type, List<GrowthFact> facts) => lines.UnionWith(facts.Select(f => MemoryLines.Growth(type.GetDocumentationCommentId()!, f)));
    }

    private static IEnumerable<(ISymbol Store, INamedTypeSymbol Held)> StoresOf(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false, Type: INamedTypeSymbol ofField })
                yield return (member, ofField);
            else if (member is IPropertySymbol { IsStatic: false, Parameters.IsEmpty: true, Type: INamedTypeSymbol ofProperty } property && Lifetimes.IsAutomatic(property))
                yield return (member, ofProperty);
        }
    }

    // What lives long by what is in sight is told here, and what is seen to live shortly is nothing to tell. Most collections are open to everybody: they cost no look at any body.
    private static GrowingStore? Growing(AnalysisSession session, INamedTypeSymbol type, ISymbol store, CancellationToken cancellationToken) =>
        session.Assuming.Growing.DoubtOf(store) is null && session.Alone.Lifetimes.HolderOf(type, cancellationToken) is null && !session.Alone.Lifetimes.IsShortLived(type, cancellationToken) &&
        session.Assuming.Growing.Of(store, cancellationToken) is { Doubt: null } found
            ? found
            : null;

    private static IEnumerable<(INamedTypeSymbol Type, INamedTypeSymbol Part)> PartsOf(
        AnalysisSession session, List<(INamedTypeSymbol Type, ISymbol Store, INamedTypeSymbol Part)> parts, IEnumerable<INamedTypeSymbol> growing, CancellationToken cancellationToken)
    {
        var wanted = new HashSet<INamedTypeSymbol>(growing, SymbolEqualityComparer.Default);
        for (var depth = 0; depth < MemoryFactIndex.MaxParts; depth++)
        {
            var outer = parts.Where(p => wanted.Contains(p.Part) && session.Alone.Lifetimes.Creates(p.Store, p.Part, cancellationToken)).ToList();
            parts = [.. parts.Except(outer)];
            foreach (var (type, _, part) in outer)
            {
                wanted.Add(type);
                yield return (type, part);
            }
        }
    }

    private static GrowthFact FactOf(GrowingStore found, ITypeSymbol held) => new(
        found.Name, "", found.AddName, found.IsKeyed,
        [.. found.Roots.Select(r => r.GetDocumentationCommentId()).OfType<string>().Distinct().OrderBy(r => r, StringComparer.Ordinal)],
        found.Run.Kind, HeldTypes.Of(held));
}
