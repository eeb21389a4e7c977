using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow;

namespace PerfAnalyzers.Evidence;

/// <summary>
/// The members whose round trips some rule sees repeated, from wherever in the compilation. It takes a look at every body, so it is asked last, for what evidence shows
/// and nothing on the way explains: a recorder may not know who called.
/// </summary>
internal sealed class ExplainedIssuers(AnalysisSession session)
{
    private readonly object _gate = new();
    private HashSet<string>? _issuers;

    /// <summary>Whether a rule reports a repetition of what the member issues.</summary>
    public bool Has(string issuer, CancellationToken cancellationToken)
    {
        if (!session.Apis.IsWorthAnalysing)
            return false;

        lock (_gate)
            return (_issuers ??= Find(cancellationToken)).Contains(issuer);
    }

    /// <summary>Who issues the round trips of a finding.</summary>
    public static IEnumerable<string> IssuersOf(RepeatedRoundTrip found, ISymbol member) =>
        found.Path.Last.Chosen is { Issuer: var issuer } ? [issuer] : EvidenceIndex.IdsOf(found.Path.LastMember ?? member);

    private HashSet<string> Find(CancellationToken cancellationToken)
    {
        var issuers = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<INamespaceOrTypeSymbol>([session.Compilation.Assembly.GlobalNamespace]);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (member is INamespaceOrTypeSymbol scope)
                    pending.Push(scope);
                else if (member is IMethodSymbol { IsImplicitlyDeclared: false } method && session.Bodies.Of(method, cancellationToken) is { } body)
                    issuers.UnionWith(session.Repeated.In(method, [body], cancellationToken).SelectMany(r => IssuersOf(r, method)));
            }
        }

        return issuers;
    }
}
