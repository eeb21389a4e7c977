using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>What evidence says about the files of this compilation, and whether they still declare what was measured.</summary>
internal sealed class MeasuredMembers(AnalysisSession session)
{
    private readonly ConcurrentDictionary<SyntaxTree, (HashSet<string> Ids, bool IsUnsure)> _declared = new();

    /// <summary>The documentation id that a record is about: of an endpoint, its handler's.</summary>
    public static string? IdOf(EvidenceRecord record) => record.Kind switch
    {
        RecordKind.Endpoint => record[Field.Member],
        RecordKind.Method or RecordKind.Site or RecordKind.Plan => record.Key,
        _ => null,
    };

    /// <summary>The records that name a file.</summary>
    public IEnumerable<(ProfileIndex Profile, EvidenceRecord Record)> In(SyntaxTree tree) => session.Evidence.Profiles
        .SelectMany(p => p.Profile.Records.Where(r => r.File is { } file && SourceVersions.IsNamed(p.Path, file, tree)).Select(r => (p, r)));

    /// <summary>One record for each member that was measured in a file of this compilation, which does not declare it any more.</summary>
    public IEnumerable<EvidenceRecord> GoneFrom(ProfileIndex profile, CancellationToken cancellationToken)
    {
        var trees = new Dictionary<string, SyntaxTree?>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in profile.Profile.Records)
        {
            if (IdOf(record) is not { } id || record.File is not { } file || !IsMember(record, id) || told.Contains(id))
                continue;

            if (!trees.TryGetValue(file, out var tree))
                trees.Add(file, tree = session.Compilation.SyntaxTrees.FirstOrDefault(t => SourceVersions.IsNamed(profile.Path, file, t)));

            if (tree is not null && IsGone(id, tree, cancellationToken) && told.Add(id))
                yield return record;
        }
    }

    // What runs before a type is first used is nobody's declaration, and a name without its parameters may be any overload's.
    private static bool IsMember(EvidenceRecord record, string id) =>
        record[Field.Signature] is null && id.StartsWith("M:", StringComparison.Ordinal) && !id.EndsWith(".#cctor", StringComparison.Ordinal);

    private bool IsGone(string id, SyntaxTree tree, CancellationToken cancellationToken)
    {
        var (ids, isUnsure) = _declared.GetOrAdd(tree, t => Declared(t, cancellationToken));
        return !isUnsure && !ids.Contains(id);
    }

    private (HashSet<string> Ids, bool IsUnsure) Declared(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        // Another target framework or configuration may declare what is switched off in this one.
        var isUnsure = tree.GetRoot(cancellationToken).DescendantTrivia(descendIntoTrivia: false).Any(t => t.IsKind(SyntaxKind.DisabledTextTrivia));
        var pending = new Stack<INamespaceOrTypeSymbol>([session.Compilation.Assembly.GlobalNamespace]);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scope = pending.Pop();
            foreach (var member in scope.GetMembers())
            {
                if (member is INamespaceSymbol or INamedTypeSymbol)
                    pending.Push((INamespaceOrTypeSymbol)member);
                else if (scope.Locations.Any(l => l.SourceTree == tree) && member.GetDocumentationCommentId() is { } id)
                    ids.Add(id);
            }

            // Members of extension blocks have other names when they run than they have in the code.
            isUnsure |= scope is INamedTypeSymbol { CanBeReferencedByName: false, IsImplicitClass: false } unnamed && unnamed.Locations.Any(l => l.SourceTree == tree) && unnamed.Name.Length == 0;
        }

        return (ids, isUnsure);
    }
}
