using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>The <see cref="NamedLeads"/> of a compilation and of those whose bodies are in sight from it.</summary>
internal sealed class NameGraph
{
    // Weak by compilation: while a file is edited, the projects it refers to stay as they are.
    private static readonly ConditionalWeakTable<Compilation, NameGraph> s_graphs = new();

    private readonly Dictionary<string, List<ImmutableArray<string>>> _leads = new(StringComparer.Ordinal);
    private readonly ImmutableArray<NameGraph> _referenced;
    private readonly Lazy<Dictionary<string, List<SyntaxNode>>> _mentioning;

    private NameGraph(Compilation compilation)
    {
        Compilation = compilation;
        _mentioning = new(Index);
        _referenced = [.. compilation.References.OfType<CompilationReference>().Select(r => Of(r.Compilation))];
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var (_, key, leads) in SourceFile.Of(tree).Members)
                (_leads.TryGetValue(key, out var known) ? known : _leads[key] = []).Add(leads);
        }
    }

    /// <summary>What it is the graph of.</summary>
    public Compilation Compilation { get; }

    /// <summary>The graph of a compilation.</summary>
    public static NameGraph Of(Compilation compilation) => s_graphs.GetValue(compilation, static c => new(c));

    /// <summary>The compilation's own graph, and those of all projects that it refers to, each once.</summary>
    public IEnumerable<NameGraph> All()
    {
        var seen = new HashSet<NameGraph> { this };
        var pending = new Stack<NameGraph>(seen);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            yield return current;

            foreach (var referenced in current._referenced.Where(seen.Add))
                pending.Push(referenced);
        }
    }

    /// <summary>What the members of a key lead to; false when there is none.</summary>
    public bool TryGet(string key, out List<ImmutableArray<string>> leads) => _leads.TryGetValue(key, out leads);

    /// <summary>The members and types that lead to a key by themselves.</summary>
    public IReadOnlyList<SyntaxNode> Mentioning(string key) => _mentioning.Value.TryGetValue(key, out var members) ? members : [];

    /// <summary>The keys of all constructors.</summary>
    public IEnumerable<string> Constructors => _leads.Keys.Where(k => k.StartsWith(NamedLeads.Constructor(""), StringComparison.Ordinal));

    /// <summary>The key by which a body is called; null when names do not say.</summary>
    public static string? KeyOf(IMethodSymbol method)
    {
        ISymbol member = method;
        while (member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            member = member.ContainingSymbol;

        return member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => NamedLeads.Constructor(member.ContainingType.Name),
            IMethodSymbol { MethodKind: MethodKind.Conversion or MethodKind.UserDefinedOperator } => NamedLeads.Operators,
            IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => DeclaredMember.Indexer,
            IMethodSymbol { AssociatedSymbol: null or IPropertySymbol } or IFieldSymbol or IPropertySymbol { IsIndexer: false } => NameInCode.Of(member),
            _ => null,
        };
    }

    private Dictionary<string, List<SyntaxNode>> Index()
    {
        var mentioning = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var (member, _, leads) in Compilation.SyntaxTrees.SelectMany(t => SourceFile.Of(t).Members))
        {
            foreach (var lead in leads)
                (mentioning.TryGetValue(lead, out var members) ? members : mentioning[lead] = []).Add(member);
        }

        return mentioning;
    }
}
