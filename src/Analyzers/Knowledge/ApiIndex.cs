using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// What the symbols of one compilation do. The only place that turns a type's name into a symbol, and the only place that
/// reads the attributes with which users describe their own members.
/// </summary>
internal sealed class ApiIndex
{
    private const string RoundTripAttribute = "RoundTripAttribute";
    private const string NotARoundTripAttribute = "NotARoundTripAttribute";

    private static readonly Lazy<ImmutableArray<ApiTable>> s_builtIn = new(ReadBuiltIn);

    private readonly Dictionary<INamedTypeSymbol, List<ApiFact>> _factsByType = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _memberNames = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ISymbol, ApiFact?> _facts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _sources = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol? _queryable;
    private readonly Compilation _compilation;

    /// <summary>Joins the built-in tables and the user's to a compilation. With <paramref name="others"/>, other assemblies say where calls lead.</summary>
    public ApiIndex(Compilation compilation, IEnumerable<ApiTable> userTables, bool others = false)
    {
        _compilation = compilation;
        var assemblies = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(a => a.Name), StringComparer.OrdinalIgnoreCase);
        var namespaces = new Lazy<HashSet<string>>(() => ImportedNamespaces(compilation));
        var sections = BuiltIn.SelectMany(t => t.Sections).Where(IsUsed).Concat(userTables.SelectMany(t => t.Sections)).ToList();

        // Without a known library, only the user's own attributes and what other assemblies say can make a call a round trip.
        IsWorthAnalysing = others || sections.Exists(s => s.HasRoundTrips) || UsesRoundTripAttribute(compilation);
        if (!IsWorthAnalysing)
            return;

        foreach (var fact in sections.SelectMany(s => s.Facts))
            Add(compilation, fact);

        _queryable = compilation.GetTypesByMetadataName("System.Linq.IQueryable").FirstOrDefault();

        bool IsUsed(ApiSection section) =>
            (section.Assemblies.IsEmpty && section.Namespaces.IsEmpty) ||
            section.Assemblies.Any(assemblies.Contains) ||
            section.Namespaces.Any(n => namespaces.Value.Contains(n));
    }

    /// <summary>The tables that ship with the analyzers.</summary>
    public static ImmutableArray<ApiTable> BuiltIn => s_builtIn.Value;

    /// <summary>False in a compilation that touches nothing we know of: no rule does any work in it.</summary>
    public bool IsWorthAnalysing { get; }

    /// <summary>
    /// What the member does, or null when nothing is known about it. Overrides, interface implementations, hiding members and
    /// reduced extension methods answer as the member they stand for.
    /// </summary>
    public ApiFact? Find(ISymbol member)
    {
        var definition = (member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : member).OriginalDefinition;
        return _facts.TryGetValue(definition, out var fact) ? fact : _facts.GetOrAdd(definition, Resolve(definition));
    }

    /// <summary>The generic interfaces of which an implementation runs when the API is called; empty for an API that sends nothing.</summary>
    public ImmutableArray<INamedTypeSymbol> HandlersOf(ApiFact fact) =>
        fact.Handlers is { } names ? [.. names.Split(',').SelectMany(n => _compilation.GetTypesByMetadataName(n)).Where(t => t.IsGenericType)] : [];

    /// <summary>What the names and the shape of a member say that nobody in sight implements; null when they say nothing.</summary>
    public static ApiFact? FindByConvention(IMethodSymbol method) => null;

    /// <summary>What is known, each line with the names by which source may call it: for <c>*</c>, those of all members.</summary>
    public IEnumerable<(ApiFact Fact, string Name)> Names => _factsByType.SelectMany(p => p.Value.SelectMany(f => f.Member switch
    {
        "*" => p.Key.GetMembers().Select(m => (f, m.Name)),
        ".ctor" or "" => [(f, p.Key.Name)],
        _ => [(f, f.Member)],
    }));

    /// <summary>Whether the user said that calling this member does not leave the process.</summary>
    public static bool IsDeclaredHarmless(ISymbol member) => AttributeOf(member, NotARoundTripAttribute) is not null;

    /// <summary>Whether every value of the type is a query against a database.</summary>
    public bool IsQuerySource(ITypeSymbol? type)
    {
        if (type is null)
            return false;

        return _sources.TryGetValue(type, out var isSource)
            ? isSource
            : _sources.GetOrAdd(type, TypesOf(type).Any(t => FactsOf(t, "").Any(f => f.Effect is ApiEffect.Source)));
    }

    /// <summary>Whether the type is <c>IQueryable</c> or implements it: a query, or a sequence dressed up as one.</summary>
    public bool IsQueryable(ITypeSymbol? type) =>
        _queryable is not null && type is not null &&
        (SymbolEqualityComparer.Default.Equals(type, _queryable) || type.AllInterfaces.Contains(_queryable, SymbolEqualityComparer.Default));

    private ApiFact? Resolve(ISymbol member)
    {
        if (AttributeOf(member, NotARoundTripAttribute) is not null)
            return new("", member.Name, ApiEffect.None, "", ApiCalls.Unstated, null, null);

        if (AttributeOf(member, RoundTripAttribute) is { } attribute)
            return FromAttribute(member, attribute);

        var name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? ".ctor" : member.Name;
        if (member is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation })
            name = name.Substring(name.LastIndexOf('.') + 1);

        if ((!_memberNames.Contains(name) && !_memberNames.Contains("*")) || member.ContainingType is not { } containing)
            return null;

        // The most specific type's line wins: the type itself, then its bases, then its interfaces.
        return TypesOf(containing).SelectMany(type => FactsOf(type, name)).FirstOrDefault();
    }

    private IEnumerable<ApiFact> FactsOf(INamedTypeSymbol type, string member) =>
        _factsByType.TryGetValue(type.OriginalDefinition, out var facts)
            ? facts.Where(f => f.Member == member || (member.Length > 0 && f.Member == "*"))
            : [];

    private static IEnumerable<INamedTypeSymbol> TypesOf(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol named)
                yield return named;
        }

        foreach (var @interface in type.AllInterfaces)
            yield return @interface;
    }

    private void Add(Compilation compilation, ApiFact fact)
    {
        foreach (var type in compilation.GetTypesByMetadataName(fact.Type))
        {
            if (!_factsByType.TryGetValue(type, out var facts))
                _factsByType.Add(type, facts = []);

            facts.Add(fact);
            _memberNames.Add(fact.Member);
        }
    }

    private static ApiFact FromAttribute(ISymbol member, AttributeData attribute)
    {
        var system = attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is string { Length: > 0 } given ? given : "db";
        var writes = attribute.NamedArguments.Any(a => a.Key == "Writes" && a.Value.Value is true);
        return new("", member.Name, writes ? ApiEffect.Write : ApiEffect.Read, system, ApiCalls.Unstated, null, null);
    }

    // By name, so that a user may copy the attribute's source instead of referencing the assembly.
    private static AttributeData? AttributeOf(ISymbol member, string name)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name &&
                type.ContainingNamespace is { Name: "PerfAnalyzers", ContainingNamespace.IsGlobalNamespace: true })
            {
                return attribute;
            }
        }

        return null;
    }

    private static bool UsesRoundTripAttribute(Compilation compilation) =>
        compilation.GetTypesByMetadataName("PerfAnalyzers." + RoundTripAttribute).Length > 0 &&
        compilation.SyntaxTrees.Any(tree => tree.GetRoot()
            .DescendantNodes(n => n is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax))
            .OfType<AttributeSyntax>()
            .Any(a => a.Name.ToString() is var name &&
                (name.EndsWith("RoundTrip", StringComparison.Ordinal) || name.EndsWith(RoundTripAttribute, StringComparison.Ordinal))));

    private static HashSet<string> ImportedNamespaces(Compilation compilation) => new(
        compilation.SyntaxTrees
            .Select(tree => tree.GetRoot())
            .OfType<CompilationUnitSyntax>()
            .SelectMany(root => root.Usings.Concat(root.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Usings)))
            .Select(u => u.Name?.ToString() ?? ""),
        StringComparer.Ordinal);

    private static ImmutableArray<ApiTable> ReadBuiltIn()
    {
        var assembly = typeof(ApiIndex).Assembly;
        var tables = ImmutableArray.CreateBuilder<ApiTable>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".apis", StringComparison.Ordinal)).OrderBy(n => n, StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            tables.Add(ApiTable.Parse(SourceText.From(stream)));
        }

        return tables.ToImmutable();
    }
}
