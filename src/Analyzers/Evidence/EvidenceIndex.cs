using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>From a member and an operation to what was measured there. The join of code and evidence.</summary>
internal sealed class EvidenceIndex
{
    /// <summary>A site this close to the finding is the finding's, whatever else the member holds.</summary>
    private const int NearLines = 2;

    // Parsed once per content, however many rules and compilations look at it; forgotten with the text.
    private static readonly ConditionalWeakTable<SourceText, EvidenceDocument> s_documents = new();

    // What is looked up in a profile is found once as well: a keystroke makes a compilation, and leaves the evidence as it is.
    private static readonly ConditionalWeakTable<SourceText, StrongBox<ImmutableArray<ProfileIndex>>> s_indexes = new();

    private readonly ImmutableArray<ProfileIndex> _profiles;

    private EvidenceIndex(ImmutableArray<ProfileIndex> profiles) => _profiles = profiles;

    /// <summary>Every profile of every evidence file.</summary>
    public ImmutableArray<ProfileIndex> Profiles => _profiles;

    /// <summary>Whether anything was measured at all.</summary>
    public bool HasProfiles => !_profiles.IsEmpty;

    /// <summary>Reads the evidence files among the additional files.</summary>
    public static EvidenceIndex Read(ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var profiles = ImmutableArray.CreateBuilder<ProfileIndex>();
        foreach (var file in files)
        {
            if (!IsEvidence(file.Path) || file.GetText(cancellationToken) is not { } text)
                continue;

            var known = s_indexes.GetValue(text, t => new(Indexes(file.Path, t))).Value;
            // One text under two paths is a text for each.
            profiles.AddRange(known.All(p => p.Path == file.Path) ? known : Indexes(file.Path, text));
        }

        return new(profiles.ToImmutable());
    }

    private static ImmutableArray<ProfileIndex> Indexes(string path, SourceText text) => [.. Parse(text).Profiles.Select(p => new ProfileIndex(path, text, p))];

    /// <summary>Whether an additional file is an evidence file, by its name.</summary>
    public static bool IsEvidence(string path) => path.EndsWith(".perfevidence", StringComparison.OrdinalIgnoreCase);

    /// <summary>The document in a text.</summary>
    public static EvidenceDocument Parse(SourceText text) => s_documents.GetValue(text, static t =>
    {
        var parser = new EvidenceParser();
        foreach (var line in t.Lines)
        {
            if (line.Span.IsEmpty && line.EndIncludingLineBreak == t.Length)
                break;

            // The line break is a line break only if it is LF: the parser wants to see the CR of a CR LF.
            var length = line.Span.Length + (line.EndIncludingLineBreak - line.End == 2 ? 1 : 0);
            parser.Add(line.Span.Length > EvidenceParser.MaxLineLength ? null : t.ToString(new TextSpan(line.Start, length)));
        }

        return parser.Finish();
    });

    /// <summary>
    /// What was measured for a round trip that <paramref name="member"/> issues or causes near <paramref name="line"/>, one answer for each
    /// profile that covers it.
    /// </summary>
    public IEnumerable<Measurement> Find(ISymbol member, int line, string operation, ImmutableArray<string> issuers)
    {
        if (_profiles.IsEmpty)
            yield break;

        var measured = MeasuredMember.Of(member);
        foreach (var profile in _profiles)
        {
            if (profile.Find(measured, line, operation, issuers, NearLines) is { } measurement)
                yield return measurement;
        }
    }

    /// <summary>What the database chose to do for a query of <paramref name="member"/> on a table, one answer for each profile that has its plan.</summary>
    public IEnumerable<Measurement> FindPlans(ISymbol member, int line, ScannedTable table)
    {
        if (_profiles.IsEmpty)
            return [];

        var measured = MeasuredMember.Of(member);
        return _profiles.Select(p => p.FindPlan(measured, line, table, NearLines)).OfType<Measurement>();
    }

    /// <summary>How much more the heap held of what a collection holds, one answer for each profile that looked twice.</summary>
    public IEnumerable<Measurement> FindGrowth(HeldTypes held) => _profiles.Select(p => p.FindGrowth(held)).OfType<Measurement>();

    /// <summary>The line by which evidence knows a place: that of the file which somebody wrote, 1-based.</summary>
    public static int LineOf(Location location) => location.GetMappedLineSpan().StartLinePosition.Line + 1;

    /// <summary>A line of an additional file, 1-based.</summary>
    public static Location LocationOf(string path, SourceText text, int line)
    {
        var span = text.Lines[Math.Min(Math.Max(line - 1, 0), text.Lines.Count - 1)].Span;
        return Location.Create(path, span, text.Lines.GetLinePositionSpan(span));
    }

    /// <summary>
    /// The documentation ids under which a profiler may know a member: it sees the method that contains a lambda or local function, and an
    /// accessor where C# has a property.
    /// </summary>
    public static ImmutableArray<string> IdsOf(ISymbol member)
    {
        member = InnerFunctions.MemberOf(member);
        var ids = ImmutableArray.CreateBuilder<string>(2);
        if (member.OriginalDefinition.GetDocumentationCommentId() is { } id)
            ids.Add(id);

        if (member is IMethodSymbol { AssociatedSymbol: { } property } && property.OriginalDefinition.GetDocumentationCommentId() is { } propertyId)
            ids.Add(propertyId);

        ids.AddRange(WhereItRuns(member).Select(m => m.OriginalDefinition.GetDocumentationCommentId()).OfType<string>());
        return ids.ToImmutable();
    }

    // What is measured is what the compiler has made: the first value of a field is code of the constructors, and a member of an extension block a static method beside it.
    private static IEnumerable<IMethodSymbol> WhereItRuns(ISymbol member) => member switch
    {
        IFieldSymbol or IPropertySymbol => member.IsStatic ? member.ContainingType.StaticConstructors : member.ContainingType.InstanceConstructors,
        IMethodSymbol { ContainingType: { CanBeReferencedByName: false, ContainingType: { } around } } method => around.GetMembers(method.Name).OfType<IMethodSymbol>()
            .Where(m => m.IsStatic && m.Parameters.Length == method.Parameters.Length + (method.IsStatic ? 0 : 1) && m.Parameters.Skip(method.IsStatic ? 0 : 1).Zip(method.Parameters, (a, b) => a.Name == b.Name).All(same => same)),
        _ => [],
    };
}
