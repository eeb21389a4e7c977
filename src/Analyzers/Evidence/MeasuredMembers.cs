using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Evidence;

/// <summary>What evidence says about the files of this compilation, and whether they still declare what was measured.</summary>
internal sealed class MeasuredMembers(AnalysisSession session)
{
    private readonly ConcurrentDictionary<SyntaxTree, (HashSet<string> Ids, bool IsUnsure)> _declared = new();

    // By bare names: the path in front is compared for the few that share one.
    private readonly Lazy<ILookup<string, SyntaxTree>> _trees = new(() => session.Compilation.SyntaxTrees.ToLookup(t => ProfileIndex.BareName(t.FilePath), StringComparer.OrdinalIgnoreCase));

    /// <summary>The documentation id that a record is about: of an endpoint, its handler's.</summary>
    public static string? IdOf(EvidenceRecord record) => record.Kind switch
    {
        RecordKind.Endpoint => record[Field.Member],
        RecordKind.Method or RecordKind.Site or RecordKind.Plan => record.Key,
        _ => null,
    };

    /// <summary>The records that name a file.</summary>
    public IEnumerable<(ProfileIndex Profile, EvidenceRecord Record)> In(SyntaxTree tree) => session.Evidence.Profiles
        .SelectMany(p => p.In(tree).Select(r => (p, r)));

    /// <summary>One record for each member that was measured in a file of this compilation, which does not declare it any more.</summary>
    public IEnumerable<EvidenceRecord> GoneFrom(ProfileIndex profile, CancellationToken cancellationToken)
    {
        var trees = new Dictionary<string, SyntaxTree?>(StringComparer.Ordinal);
        var measured = new List<(EvidenceRecord Record, string Id, SyntaxTree Tree)>();
        foreach (var record in profile.Profile.Records)
        {
            if (IdOf(record) is not { } id || record.File is not { } file || !IsMember(record, id))
                continue;

            if (!trees.TryGetValue(file, out var tree))
                trees.Add(file, tree = _trees.Value[ProfileIndex.BareName(file)].FirstOrDefault(t => SourceVersions.IsNamed(profile.Path, file, t)));

            if (tree is not null)
                measured.Add((record, id, tree));
        }

        Declare([.. measured.Select(m => m.Tree).Where(t => !_declared.ContainsKey(t))], cancellationToken);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (record, id, tree) in measured)
        {
            if (_declared[tree] is { IsUnsure: false, Ids: var ids } && !ids.Contains(id) && told.Add(id))
                yield return record;
        }
    }

    // What runs before a type is first used is nobody's declaration, and a name without its parameters may be any overload's.
    private static bool IsMember(EvidenceRecord record, string id) =>
        record[Field.Signature] is null && id.StartsWith("M:", StringComparison.Ordinal) && !id.EndsWith(".#cctor", StringComparison.Ordinal);

    // One walk over all that the compilation declares, however many files are asked about.
    private void Declare(HashSet<SyntaxTree> trees, CancellationToken cancellationToken)
    {
        if (trees.Count == 0)
            return;

        // Another target framework or configuration may declare what is switched off in this one.
        var unsure = new HashSet<SyntaxTree>(trees.Where(t => t.GetRoot(cancellationToken).DescendantTrivia(descendIntoTrivia: false).Any(d => d.IsKind(SyntaxKind.DisabledTextTrivia))));
        var declared = trees.ToDictionary(t => t, _ => new HashSet<string>(StringComparer.Ordinal));
        foreach (var type in TypeLookup.TypesOf(session.Compilation.Assembly))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = type.Locations.Select(l => l.SourceTree).OfType<SyntaxTree>().Where(trees.Contains).Distinct().ToList();
            if (own.Count == 0)
                continue;

            foreach (var id in type.GetMembers().Where(m => m is not INamedTypeSymbol).Select(m => m.GetDocumentationCommentId()).OfType<string>())
                own.ForEach(t => declared[t].Add(id));

            // Members of extension blocks have other names when they run than they have in the code.
            if (type is { CanBeReferencedByName: false, IsImplicitClass: false, Name.Length: 0 })
                unsure.UnionWith(own);
        }

        foreach (var tree in declared)
            _declared.TryAdd(tree.Key, (tree.Value, unsure.Contains(tree.Key)));
    }
}
