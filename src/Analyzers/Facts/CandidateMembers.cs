using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>
/// The members whose bodies may lead to a round trip as far as names tell: those that mention the name of an API or of another
/// assembly's member that makes one, or of a candidate. Binding every body would cost a second compilation; names cost a walk.
/// </summary>
internal sealed class CandidateMembers
{
    private readonly Dictionary<SyntaxTree, HashSet<int>> _starts = [];
    private readonly List<SyntaxNode> _declarations = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _queries;
    private readonly ApiIndex _apis;

    private CandidateMembers(HashSet<string> queries, ApiIndex apis)
    {
        _queries = queries;
        _apis = apis;
    }

    /// <summary>The candidates of a compilation.</summary>
    public static CandidateMembers Of(Compilation compilation, ApiIndex apis, FactIndex facts, CancellationToken cancellationToken)
    {
        var known = KnownNames.Of(apis, facts);
        var members = Processors.Select(compilation, compilation.SyntaxTrees, t => DeclaredMembers.In(t, cancellationToken).ToList(), cancellationToken).SelectMany(m => m).ToList();
        known.Declare(members);

        var mentioning = new Dictionary<string, List<(DeclaredMember Member, Mention Mention)>>(StringComparer.Ordinal);
        foreach (var (member, mentions) in Processors.Select(compilation, members, m => (m, Mentions.In(m.Syntax, known.IsRelevant)), cancellationToken))
        {
            foreach (var mention in mentions)
            {
                if (!mentioning.TryGetValue(mention.Name, out var others))
                    mentioning.Add(mention.Name, others = []);

                others.Add((member, mention));
            }
        }

        SpreadQueries(known.Queries, mentioning);
        var candidates = new CandidateMembers(known.Queries, apis);
        var pending = new Queue<DeclaredMember>();
        foreach (var (member, _) in known.RoundTrips.SelectMany(Mentioning))
            Add(member);

        // First, Any and Count are everybody's names: they count where a query is near.
        var withQuery = new HashSet<DeclaredMember>(known.Queries.SelectMany(Mentioning).Select(m => m.Member));
        foreach (var (member, _) in known.OfQueries.Append(Mentions.Enumeration).SelectMany(Mentioning).Where(m => withQuery.Contains(m.Member)))
            Add(member);

        while (pending.Count > 0)
        {
            var called = pending.Dequeue();
            foreach (var (member, mention) in Mentioning(called.Name))
            {
                if (called.MayBe(mention))
                    Add(member);
            }
        }

        return candidates;

        List<(DeclaredMember Member, Mention Mention)> Mentioning(string name) => mentioning.TryGetValue(name, out var found) ? found : [];

        void Add(DeclaredMember member)
        {
            if (candidates.Add(member))
                pending.Enqueue(member);
        }
    }

    /// <summary>How many they are.</summary>
    public int Count => _declarations.Count;

    /// <summary>Where they are declared.</summary>
    public IReadOnlyList<SyntaxNode> Declarations => _declarations;

    /// <summary>Whether a body of the member has to be looked at.</summary>
    public bool Contains(IMethodSymbol method)
    {
        if (!_names.Contains(NameOf(method)))
            return false;

        foreach (var reference in (method.AssociatedSymbol ?? method.PartialImplementationPart ?? method).DeclaringSyntaxReferences)
        {
            if (_starts.TryGetValue(reference.SyntaxTree, out var starts) && starts.Contains(reference.Span.Start))
                return true;
        }

        return false;
    }

    /// <summary>Whether some member of this name has to be looked at: an implementation is called like its interface's member.</summary>
    public bool HasName(IMethodSymbol method) => _names.Contains(NameOf(method));

    /// <summary>Whether the member returns a sequence that may be a query.</summary>
    public bool MayReturnQuery(IMethodSymbol method) =>
        _queries.Contains(NameOf(method)) && method.MethodKind is not MethodKind.PropertySet && (IsQueryByType(method) || _apis.IsQueryable(method.ReturnType) ||
            method.ReturnType.OriginalDefinition is { SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } or { Name: "IAsyncEnumerable" });

    /// <summary>Whether its type says that it is a query. That is told as well, so that others know the name.</summary>
    public bool IsQueryByType(IMethodSymbol method) => _apis.IsQuerySource(method.ReturnType);

    // Whoever returns a sequence and mentions a query may return the query.
    private static void SpreadQueries(HashSet<string> queries, Dictionary<string, List<(DeclaredMember Member, Mention Mention)>> mentioning)
    {
        var pending = new Queue<string>(queries);
        while (pending.Count > 0)
        {
            if (!mentioning.TryGetValue(pending.Dequeue(), out var members))
                continue;

            foreach (var (member, _) in members)
            {
                if (member.ReturnsSequence && queries.Add(member.Name))
                    pending.Enqueue(member.Name);
            }
        }
    }

    private static string NameOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.StaticConstructor or MethodKind.Conversion or MethodKind.UserDefinedOperator } => method.ContainingType.Name,
        { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => DeclaredMember.Indexer,
        _ => NameInCode.Of(method),
    };

    private bool Add(DeclaredMember member)
    {
        if (!_starts.TryGetValue(member.Syntax.SyntaxTree, out var starts))
            _starts.Add(member.Syntax.SyntaxTree, starts = []);

        _names.Add(member.Name);
        if (!starts.Add(member.Syntax.Span.Start))
            return false;

        _declarations.Add(member.Syntax);
        return true;
    }
}
