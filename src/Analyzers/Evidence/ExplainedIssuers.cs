using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Evidence;

/// <summary>
/// The members whose round trips some rule sees repeated, from wherever in the compilation. It takes a look at every body that may lead there by its names, so it is asked last, for what
/// evidence shows and nothing on the way explains: a recorder may not know who called.
/// </summary>
internal sealed class ExplainedIssuers(AnalysisSession session)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private HashSet<string>? _all;

    /// <summary>Whether a rule reports a repetition of what the member issues.</summary>
    public bool Has(string issuer, CancellationToken cancellationToken)
    {
        if (!session.Apis.IsWorthAnalysing)
            return false;

        lock (_gate)
        {
            if (!_known.TryGetValue(issuer, out var known))
                _known.Add(issuer, known = Find(issuer, cancellationToken));

            return known;
        }
    }

    /// <summary>Who issues the round trips of a finding.</summary>
    public static IEnumerable<string> IssuersOf(RepeatedRoundTrip found, ISymbol member) =>
        found.Path.Last.Chosen is { Issuer: var issuer } ? [issuer] : EvidenceIndex.IdsOf(found.Path.LastMember ?? member);

    private bool Find(string issuer, CancellationToken cancellationToken)
    {
        // What another project says leads there is called by its own name.
        var told = session.Facts.All.Where(f => f.Effect?.Issuer == issuer).Select(f => f.Key);
        if (_all is not null || session.Names.LeadingTo([.. told.Prepend(issuer).Select(NameGraph.KeyOf).Distinct(StringComparer.Ordinal)]) is not { } leading)
            return (_all ??= [.. TypeLookup.TypesOf(session.Compilation.Assembly).SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>().SelectMany(m => IssuedBy(m, cancellationToken))]).Contains(issuer);

        // Statements of the program itself have no name.
        var methods = DocumentationCommentId.GetSymbolsForDeclarationId(issuer, session.Compilation).Append(session.Compilation.GetEntryPoint(cancellationToken)).SelectMany(MemberBodies.MethodsOf)
            .Concat(leading.SelectMany(l => session.Bodies.RunningIn(l, cancellationToken))).Where(m => SymbolEqualityComparer.Default.Equals(m.ContainingAssembly, session.Compilation.Assembly));
        return new HashSet<IMethodSymbol>(methods, SymbolEqualityComparer.Default).Any(m => IssuedBy(m, cancellationToken).Contains(issuer));
    }

    private IEnumerable<string> IssuedBy(IMethodSymbol method, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return !method.IsImplicitlyDeclared && session.Bodies.Of(method, cancellationToken) is { } body
            ? session.Repeated.In(method, [body], cancellationToken).SelectMany(r => IssuersOf(r, method))
            : [];
    }
}
