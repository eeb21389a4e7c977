using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>The <see cref="NamedLeads"/> of a compilation and of those whose bodies are in sight from it.</summary>
internal sealed class NameGraph
{
    /// <summary>Files that are looked up beside what is kept; with more of them it is made anew.</summary>
    private const int MaxEdited = 16;

    // Weak by compilation: while a file is edited, the projects it refers to stay as they are.
    private static readonly ConditionalWeakTable<Compilation, NameGraph> s_graphs = new();

    private readonly NameIndex _kept;
    private readonly NameIndex _edited;
    private readonly HashSet<int> _isEdited;
    private readonly ImmutableArray<NameGraph> _referenced;

    private NameGraph(Compilation compilation)
    {
        Compilation = compilation;
        _referenced = [.. compilation.References.OfType<CompilationReference>().Select(r => Of(r.Compilation))];
        ImmutableArray<(int File, SyntaxTree Tree)> files = [.. compilation.SyntaxTrees.Select((tree, i) => (i, tree))];
        var declarations = Declarations.Of(compilation);
        ImmutableArray<(int File, SyntaxTree Tree)> edited;
        // Several rules ask at once, and one index is enough.
        lock (declarations)
        {
            var known = declarations.Known<NameIndex>([]);
            edited = known is null ? [] : files.RemoveAll(f => ReferenceEquals(known.Files[f.File].Tree, f.Tree));
            if (known is null || edited.Length > MaxEdited)
            {
                // The names of each file, which the index then puts together.
                Processors.Select(compilation, files, f => SourceFile.Of(f.Tree).Members.Length, default);
                declarations.Keep([], known = new(files));
                edited = [];
            }

            _kept = known;
        }

        _edited = new(edited);
        _isEdited = [.. edited.Select(f => f.File)];
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

    /// <summary>Whether a member has the key.</summary>
    public bool Has(string key) => _edited.Leads(key).Count > 0 || _kept.Leads(key).Any(l => !_isEdited.Contains(l.File));

    /// <summary>What the members of a key lead to.</summary>
    public IEnumerable<ImmutableArray<string>> Leads(string key) => _kept.Leads(key).Where(l => !_isEdited.Contains(l.File)).Concat(_edited.Leads(key)).Select(l => l.Leads);

    /// <summary>The members and types that lead to a key by themselves, in the order of the compilation.</summary>
    public IEnumerable<SyntaxNode> Mentioning(string key) => LeadingTo(key).Select(m => m.Member);

    /// <summary>Whether more members than <paramref name="most"/> do. Of a name that half of a large program mentions, nobody wants the list.</summary>
    public bool IsMentionedByMore(string key, int most) => KeptMentioning(key).Concat(_edited.Mentioning(key)).Skip(most).Any();

    /// <summary>The same, each with its own key.</summary>
    public IEnumerable<(SyntaxNode Member, string Key)> LeadingTo(string key)
    {
        var kept = KeptMentioning(key);
        var edited = _edited.Mentioning(key);
        return (edited.Count == 0 ? kept : kept.Concat(edited).OrderBy(m => m.File)).Select(m => (m.Member, m.Key));
    }

    private IEnumerable<(int File, SyntaxNode Member, string Key)> KeptMentioning(string key) => _kept.Mentioning(key).Where(m => !_isEdited.Contains(m.File));

    /// <summary>The keys of all constructors.</summary>
    public IEnumerable<string> Constructors => _kept.Keys.Concat(_edited.Keys).Where(k => k.StartsWith(NamedLeads.Constructor(""), StringComparison.Ordinal) && Has(k)).Distinct();

    /// <summary>The key by which the member of a documentation id is called.</summary>
    public static string KeyOf(string declaration)
    {
        var name = FactKey.NameOf(declaration);
        return declaration.Contains(".#ctor") ? NamedLeads.Constructor(name) : name == "Item" ? DeclaredMember.Indexer : name;
    }

    /// <summary>The key by which a body is called; null when names do not say.</summary>
    public static string? KeyOf(IMethodSymbol method)
    {
        var member = InnerFunctions.MemberOf(method);
        return member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => NamedLeads.Constructor(member.ContainingType.Name),
            IMethodSymbol { MethodKind: MethodKind.Conversion or MethodKind.UserDefinedOperator } => NamedLeads.Operators,
            IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => DeclaredMember.Indexer,
            IMethodSymbol { AssociatedSymbol: null or IPropertySymbol } or IFieldSymbol or IPropertySymbol { IsIndexer: false } => NameInCode.Of(member),
            _ => null,
        };
    }
}
