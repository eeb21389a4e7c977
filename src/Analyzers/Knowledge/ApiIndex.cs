using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Facts;

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

    private static readonly ConcurrentDictionary<ApiEffect, ImmutableHashSet<string>> s_names = new();

    // Weak by the symbol of an image, which stays for as long as the references do.
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<ImmutableArray<(string Member, string Attribute)>>> s_attributed = new();

    private readonly ConcurrentDictionary<ISymbol, ApiFact?> _facts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _sources = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _queryables = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _requests = new(SymbolEqualityComparer.Default);
    private readonly ApiLines _lines;
    private readonly ApiConventions _conventions;
    private readonly INamedTypeSymbol? _queryable;
    private readonly TypeLookup _types;
    private readonly OwnView _view;

    /// <summary>
    /// Joins the built-in tables and the user's to a compilation. With <paramref name="others"/>, other assemblies say where calls lead;
    /// without <paramref name="conventions"/>, names say nothing.
    /// </summary>
    public ApiIndex(Compilation compilation, IEnumerable<ApiTable> userTables, bool conventions = true, bool others = false)
    {
        _types = TypeLookup.In(compilation);
        _view = new(compilation);
        var usage = new ApiUsage(compilation);
        // The user's lines come first: of two lines for the same member, the first counts.
        var sections = Sections = [.. userTables.Concat(BuiltIn).SelectMany(t => t.Sections).Where(s => usage.Uses(s) || usage.IsUsedBelow(s))];
        _conventions = new(
            conventions ? [.. sections.SelectMany(s => s.Facts).Where(f => f.IsConvention)] : [],
            ImmutableHashSet.CreateRange(StringComparer.OrdinalIgnoreCase, BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Assemblies)));
        ByName = new(_conventions);

        // Without a known library, only the user's own attributes, what other assemblies say, or abstractions whose names say it, can make a
        // call a round trip.
        IsWorthAnalysing = others || sections.Any(s => s.HasRoundTrips) || UsesRoundTripAttribute(compilation) || _conventions.AreUsedIn(compilation);
        var isWorth = IsWorthAnalysing;
        _lines = _types.Join(sections, isWorth, facts => facts.Where(f => !f.IsConvention && !f.IsAboutMemory && (isWorth || f.IsAboutWaiting)), (types, facts) => new ApiLines(types, facts));
        _queryable = isWorth ? _types.Find("System.Linq.IQueryable").FirstOrDefault() : null;
    }

    /// <summary>The tables that ship with the analyzers.</summary>
    public static ImmutableArray<ApiTable> BuiltIn => s_builtIn.Value;

    private static IEnumerable<ApiFact> BuiltInFacts => BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Facts);

    /// <summary>The sections of the tables that count in the compilation.</summary>
    public ImmutableArray<ApiSection> Sections { get; }

    /// <summary>The compilation's types by name.</summary>
    public TypeLookup Types => _types;

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
        [.. fact.Handlers.SelectMany(n => _types.Find(n)).Where(t => t.Arity > 0)];

    /// <summary>What is known, each line with the names by which source may call it.</summary>
    public IEnumerable<(ApiFact Fact, string Name)> Names => _lines.Names;

    /// <summary>The lines of conventions, each with the names of members for which it may speak.</summary>
    public IEnumerable<(ApiFact Fact, string Name)> NamesByConvention(Compilation compilation) => _conventions.Names(compilation);

    /// <summary>
    /// What the member does when it is called on a value of this type. A type can say otherwise of what it inherits:
    /// a batch queues what its base interface sends.
    /// </summary>
    public ApiFact? Find(ISymbol member, ITypeSymbol? receiver) =>
        receiver is INamedTypeSymbol named && !SymbolEqualityComparer.Default.Equals(named, member.ContainingType) && FactOf(named, NameOf(member)) is { } fact
            ? fact
            : Find(member);

    /// <summary>
    /// What the name and shape of a method say, or null: for a method that nothing is known about and that nobody implements in sight.
    /// It makes a finding likely, never proven.
    /// </summary>
    public ApiFact? FindByConvention(IMethodSymbol method) => _conventions.Find(method);

    /// <summary>What names say where nothing binds.</summary>
    public ApisByName ByName { get; }

    /// <summary>
    /// What the name of an extension says that nothing declares in sight, or null: <c>http.PostAsJsonAsync(...)</c> without the package that has it. The tables know extensions of the name, all of which
    /// make a round trip, to where members of the type itself make theirs.
    /// </summary>
    public ApiFact? FindExtensionByName(ITypeSymbol type, string member) =>
        ApisByName.Extensions(member).FirstOrDefault(f => ApiLines.TypesOf(type).Any(t => LinesOf(t)?.Exists(o => o.System == f.System) == true));

    /// <summary>Whether the user said that calling this member does not leave the process.</summary>
    public static bool IsDeclaredHarmless(ISymbol member) => AttributeOf(member, NotARoundTripAttribute) is not null;

    /// <summary>Whether every value of the type is a query against a database.</summary>
    public bool IsQuerySource(ITypeSymbol? type)
    {
        if (type is null)
            return false;

        return _sources.TryGetValue(type, out var isSource)
            ? isSource
            : _sources.GetOrAdd(type, ApiLines.TypesOf(type).Any(t => FactOf(t, "") is { Effect: ApiEffect.Source }));
    }

    /// <summary>Whether the type is <c>IQueryable</c> or implements it: a query, or a sequence dressed up as one.</summary>
    // Asked of nearly every value: of the definition, whose interfaces are known, because each construction would have to make its own.
    public bool IsQueryable(ITypeSymbol? type) =>
        _queryable is not null && type is not null &&
        (_queryables.TryGetValue(type.OriginalDefinition, out var known) ? known : _queryables.GetOrAdd(
            type.OriginalDefinition, Is(_view.Of(type.OriginalDefinition), _queryable)));

    private static bool Is(ITypeSymbol definition, INamedTypeSymbol of) => SymbolEqualityComparer.Default.Equals(definition, of) || definition.AllInterfaces.Contains(of, SymbolEqualityComparer.Default);

    /// <summary>The names of the members that wait for a task: what has another name does not.</summary>
    public ImmutableHashSet<string> WaitNames { get; } = BuiltInNames(ApiEffect.Wait);

    /// <summary>The names of the properties that say whether a task has completed: what a program calls like them asks the same.</summary>
    public ImmutableHashSet<string> CompletionNames { get; } = BuiltInNames(ApiEffect.IsCompleted);

    /// <summary>The names of what waits for the first of several tasks.</summary>
    public ImmutableHashSet<string> FirstOfNames { get; } = BuiltInNames(ApiEffect.FirstOf);

    /// <summary>Whether a member of this name may have an asynchronous twin: the look that spares all others.</summary>
    public bool MayHaveTwin(string name) => _lines.MayHaveTwin(name);

    /// <summary>The same of one that may run a query that it is given.</summary>
    public bool MayRun(string name) => _lines.MayRun(name);

    /// <summary>Whether what the compilation references has a member of this name.</summary>
    public bool HasMember(string name) => _lines.HasMember(name);

    /// <summary>Whether a type that the tables say has a member of this name, about this system, has it in the version that is referenced.</summary>
    public bool Declares(string name, string system) => _lines.ByType.Any(p => p.Value.Exists(f => f.Member == name && f.System == system) && !p.Key.GetMembers(name).IsEmpty);

    /// <summary>Whether requests of any kind are handled with what the compilation references.</summary>
    public bool KnowsRequests => _lines.ByType.Values.Any(facts => facts.Exists(f => f.Effect is ApiEffect.Request));

    /// <summary>Whether a member of this name may run its delegates for each request.</summary>
    public bool MayHandleRequests(string name) => _lines.MayHandleRequests(name);

    /// <summary>Whether who derives from the type, implements it, carries it or takes it handles requests.</summary>
    public bool IsRequest(ITypeSymbol? type) => type is not null &&
        (_requests.TryGetValue(type, out var isRequest) ? isRequest : _requests.GetOrAdd(type, ApiLines.TypesOf(type).Any(t => FactOf(t, "") is { Effect: ApiEffect.Request })));

    /// <summary>The same of the type alone, whatever it derives from or implements.</summary>
    public bool IsRequestItself(INamedTypeSymbol type) => FactOf(type, "") is { Effect: ApiEffect.Request };

    /// <summary>Whether an attribute says of a method that it is called for each request. By the names in its file first: to know an attribute is to bind it.</summary>
    public bool IsMarkedAsHandler(IMethodSymbol method) => _lines.HandlerAttributes.Count > 0 &&
        method.DeclaringSyntaxReferences.Any(r => SourceFile.Of(r.SyntaxTree).Attributes.Any(a => _lines.HandlerAttributes.Contains(ApiLines.AttributeName(a)))) &&
        method.GetAttributes().Any(a => IsRequest(a.AttributeClass));

    private static ImmutableHashSet<string> BuiltInNames(ApiEffect effect) => s_names.GetOrAdd(effect, e =>
        [.. BuiltInFacts.Where(f => f.Effect == e).Select(f => f.Member)]);

    private ApiFact? Resolve(ISymbol member)
    {
        if (AttributeOf(member, NotARoundTripAttribute) is not null)
            return new("", member.Name, ApiEffect.None, "", ApiCalls.Unstated, null, null);

        if (AttributeOf(member, RoundTripAttribute) is { } attribute)
            return FromAttribute(member, attribute);

        if (_lines.Attributes.Count > 0 && FromKnownAttribute(member) is { } declared)
            return declared;

        var name = NameOf(member);
        if ((!_lines.HasMember(name) && !_lines.HasPatterns) || member.ContainingType is not { } containing)
            return null;

        // The most specific type's line wins: the type itself, then its bases, then its interfaces.
        foreach (var type in ApiLines.TypesOf(containing))
        {
            if (FactOf(type, name, containing) is { } fact)
                return fact;
        }

        return null;
    }

    private static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => ".ctor",
        IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } => NameInCode.Of(member),
        _ => member.Name,
    };

    // Of a type's lines, the one that spells out most of the name.
    private ApiFact? FactOf(INamedTypeSymbol type, string member, INamedTypeSymbol? containing = null)
    {
        if (LinesOf(type) is not { } facts)
            return null;

        ApiFact? best = null;
        foreach (var fact in facts)
        {
            if (fact.IsAbout(member) && (best is null || NamePattern.Precision(fact.Member) > NamePattern.Precision(best.Member)))
                best = fact;
        }

        return best is null || (NamePattern.IsPattern(best.Member) && !Covers(best, type, member, containing)) ? null : best.For(member);
    }

    // What a project's bodies call are that project's symbols, and the lines are joined to those of the compilation.
    private List<ApiFact>? LinesOf(INamedTypeSymbol type) =>
        _lines.ByType.TryGetValue(type.OriginalDefinition, out var facts) || (_view.Of(type.OriginalDefinition) is INamedTypeSymbol own && _lines.ByType.TryGetValue(own, out facts)) ? facts : null;

    // What a class has beside the interface that it implements is no matter of a pattern on the interface, and what that inherits has lines of its own,
    // unless the pattern takes it back. A class is different: clients are generated by deriving from one. So is an interface that only marks those below it.
    private static bool Covers(ApiFact pattern, INamedTypeSymbol type, string member, INamedTypeSymbol? containing) =>
        type.TypeKind is not TypeKind.Interface || !type.GetMembers(member).IsEmpty || (containing?.TypeKind is TypeKind.Interface && ApiLines.IsMarker(pattern, type)) ||
        (pattern.Effect is ApiEffect.None && type.AllInterfaces.Any(i => !i.GetMembers(member).IsEmpty));

    // [Get("/orders/{id}")] Task<Order> Of(int id): the library implements whatever carries its attribute, or one derived from it.
    private ApiFact? FromKnownAttribute(ISymbol member) => (
        from attribute in member.GetAttributes()
        where attribute.AttributeClass is not null
        from type in ApiLines.TypesOf(attribute.AttributeClass!)
        from known in _lines.Attributes
        where SymbolEqualityComparer.Default.Equals(known.Attribute, _view.Of(type))
        select known.Fact).FirstOrDefault();

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

    /// <summary>The names of the attributes that make a member a round trip: those of the tables, what their libraries derive from them, and ours.</summary>
    public HashSet<string> AttributeNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { RoundTripAttribute };
        foreach (var (attribute, _) in _lines.Attributes)
        {
            names.Add(attribute.Name);
            names.UnionWith(TypeLookup.TypesOf(attribute.ContainingAssembly).Where(t => ApiLines.TypesOf(t).Contains(attribute, SymbolEqualityComparer.Default)).Select(t => t.Name));
        }

        return names;
    }

    /// <summary>The members, by their names, of the images that a compilation refers to that carry an attribute of one of <see cref="AttributeNames"/>.</summary>
    public IEnumerable<string> Attributed(Compilation compilation, HashSet<string> attributes)
    {
        var references = compilation.References.Select(r => (IsImage: r is not CompilationReference, Assembly: compilation.GetAssemblyOrModuleSymbol(r) as IAssemblySymbol)).Where(r => r.Assembly is not null).ToList();
        // Who carries an attribute has declared it, or refers to who has. That is hardly any library, and the members of all would take longer than a small project.
        var declaring = new HashSet<string>(_lines.Attributes.Select(a => a.Attribute.ContainingAssembly.Name).Concat(references.Where(r => r.Assembly!.TypeNames.Contains(RoundTripAttribute)).Select(r => r.Assembly!.Name)), StringComparer.OrdinalIgnoreCase);
        return declaring.Count == 0 ? [] : references
            .Where(r => r.IsImage && !FactIndex.IsOfFramework(r.Assembly!.Name) && (declaring.Contains(r.Assembly.Name) || r.Assembly.Modules.Any(m => m.ReferencedAssemblies.Any(a => declaring.Contains(a.Name)))))
            .SelectMany(r => s_attributed.GetValue(r.Assembly!, static assembly => new(AttributedIn(assembly))).Value)
            .Where(m => attributes.Contains(m.Attribute)).Select(m => m.Member);
    }

    private static ImmutableArray<(string Member, string Attribute)> AttributedIn(IAssemblySymbol assembly) =>
    [
        .. from type in TypeLookup.TypesOf(assembly)
           from member in type.GetMembers()
           where member is IMethodSymbol or IPropertySymbol
           from attribute in member.GetAttributes()
           where attribute.AttributeClass is { ContainingAssembly: { } declared } && !FactIndex.IsOfFramework(declared.Name)
           select (member.Name, attribute.AttributeClass!.Name),
    ];

    private static bool UsesRoundTripAttribute(Compilation compilation) =>
        compilation.GetTypesByMetadataName("PerfAnalyzers." + RoundTripAttribute).Length > 0 &&
        compilation.SyntaxTrees.Any(tree => SourceFile.Of(tree).Attributes.Any(name =>
            name.EndsWith("RoundTrip", StringComparison.Ordinal) || name.EndsWith(RoundTripAttribute, StringComparison.Ordinal)));

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
