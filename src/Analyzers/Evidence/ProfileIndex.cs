using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>One profile, searchable by member.</summary>
internal sealed class ProfileIndex(string path, SourceText text, EvidenceProfile profile)
{
    private readonly Lazy<ILookup<string, EvidenceRecord>> _byMember = new(() =>
        profile.Records.Where(r => r.Kind is RecordKind.Site or RecordKind.Method && !IsNameOnly(r)).ToLookup(r => r.Key, StringComparer.Ordinal));

    private readonly Lazy<ILookup<string, EvidenceRecord>> _byName = new(() =>
        profile.Records.Where(r => r.Kind is RecordKind.Site or RecordKind.Method && IsNameOnly(r)).ToLookup(r => r.Key, StringComparer.Ordinal));

    // By the file's bare name: the path in front of it is compared for the few that share it.
    private readonly Lazy<ILookup<string, EvidenceRecord>> _byFile = new(() =>
        profile.Records.Where(r => r.Kind == RecordKind.Site && MemberId.IsUnresolved(r.Key)).ToLookup(r => BareName(r.File ?? ""), StringComparer.OrdinalIgnoreCase));

    private readonly Lazy<ILookup<string, EvidenceRecord>> _byAnyFile = new(() => profile.Records.Where(r => r.File is not null).ToLookup(r => BareName(r.File!), StringComparer.OrdinalIgnoreCase));

    private readonly Lazy<ILookup<string, EvidenceRecord>> _byIssuer = new(() =>
        profile.OfKind(RecordKind.Site).Where(s => s.Via is not null).ToLookup(s => s.Via!, StringComparer.Ordinal));

    private readonly Lazy<ILookup<string, EvidenceRecord>> _byId = new(() =>
        profile.Records.Where(r => MeasuredMembers.IdOf(r) is not null).ToLookup(r => MeasuredMembers.IdOf(r)!, StringComparer.Ordinal));

    private readonly Lazy<OwnTimes> _own = new(() => new(profile));

    /// <summary>What the flat list is made of.</summary>
    public OwnTimes Own => _own.Value;

    /// <summary>The evidence file.</summary>
    public string Path { get; } = path;

    /// <summary>Its text.</summary>
    public SourceText Text { get; } = text;

    /// <summary>The profile.</summary>
    public EvidenceProfile Profile { get; } = profile;

    /// <summary>The records that name a file, in the order of the profile.</summary>
    public IEnumerable<EvidenceRecord> In(SyntaxTree tree) => _byAnyFile.Value[BareName(tree.FilePath)].Where(r => SourceVersions.IsNamed(Path, r.File!, tree));

    /// <summary>
    /// The measurement of an operation in a member: by member and operation first, then by nearest line, because lines move. A member that
    /// ran without the operation ever being seen in it is measured too: it is what says that a place is cold.
    /// </summary>
    public Measurement? Find(MeasuredMember member, int line, string operation, ImmutableArray<string> issuers, int nearLines)
    {
        var records = RecordsOf(member);
        var sites = records.Where(r => r.Kind == RecordKind.Site && IsSame(r.Operation, operation)).ToList();
        var own = sites.Where(s => issuers.IsEmpty ? s.Via is null : IsOneOf(issuers, s.Via)).ToList();

        // Other recorders know only the line in the user's code, not who below it issued the round trip.
        if (own.Count == 0 && !issuers.IsEmpty)
            own = sites.Where(s => s.Via is null).ToList();

        if (Nearest(own, line, nearLines) is { } site)
            return Measured(site, records);

        // And others know only the statement that issued it. That counts for every caller, unless this profile knows the callers.
        if (!issuers.IsEmpty && !_byIssuer.Value.Any(via => IsOneOf(issuers, via.Key)))
        {
            var issued = issuers.SelectMany(id => _byMember.Value[id].Concat(_byName.Value[MemberId.WithoutOverload(id)])).Where(r => r.Kind == RecordKind.Site && IsSame(r.Operation, operation)).ToList();
            if (issued.OrderByDescending(s => s.TotalMs ?? 0).FirstOrDefault() is { } elsewhere)
                return Measured(elsewhere, records);
        }

        return records.Find(r => r.Kind == RecordKind.Method && r.Calls > 0) is { } method ? Measured(method, []) : null;
    }

    /// <summary>
    /// The node of a plan that reads the table for the member: the one about the column where a plan says so, then the nearest line. A plan of
    /// another query of the member, on another column, says nothing. A plan of a query that nobody knows the origin of counts where it is about
    /// the same table and column.
    /// </summary>
    public Measurement? FindPlan(MeasuredMember member, int line, ScannedTable table, int nearLines)
    {
        var plans = Profile.OfKind(RecordKind.Plan)
            .Where(p => IsOf(p, member) && (p[Field.Relation] is not { } relation || table.IsNamed(relation)) && (p[Field.Column] is not { } column || table.HasColumn(column)))
            .ToList();
        var exact = plans.FindAll(p => p[Field.Column] is not null);
        if (Nearest(exact.Count > 0 ? exact : plans, line, nearLines) is { } plan)
            return new(LocationOf(plan), Profile, plan, null);

        return Profile.OfKind(RecordKind.Plan)
            .Where(p => IsOfNobody(p) && p[Field.Relation] is { } relation && table.IsNamed(relation) && p[Field.Column] is { } column && table.HasColumn(column))
            .Select(p => new Measurement(LocationOf(p), Profile, p, null))
            .OrderByDescending(m => m.RowsThrownAway)
            .FirstOrDefault();
    }

    /// <summary>What grew most of the types that a collection holds; null when none was seen at two moments.</summary>
    public Measurement? FindGrowth(HeldTypes held) => Profile.OfKind(RecordKind.Type)
        .Where(t => t.Number(Field.GrowthBytesPerMin) is not null && held.Contains(t.Key))
        .OrderByDescending(t => t.Number(Field.GrowthBytesPerMin))
        .Select(t => new Measurement(LocationOf(t), Profile, t, null))
        .FirstOrDefault();

    /// <summary>The lines that were measured as callers of what a member issues.</summary>
    public IEnumerable<EvidenceRecord> CallersOf(string issuer, string? operation) => _byIssuer.Value[issuer].Where(s => s.Operation == operation);

    /// <summary>The lines of a member that were measured.</summary>
    public IEnumerable<EvidenceRecord> SitesOf(string member, string? operation) => _byMember.Value[member].Where(r => r.Kind == RecordKind.Site && r.Operation == operation);

    /// <summary>What was measured at a site.</summary>
    public Measurement Measured(EvidenceRecord site) => Measured(site, [.. _byMember.Value[site.Key]]);

    /// <summary>The records about a member, or about any member of a type.</summary>
    public IEnumerable<EvidenceRecord> Of(ISymbol symbol)
    {
        var ids = EvidenceIndex.IdsOf(symbol);
        if (symbol is INamedTypeSymbol && !ids.IsEmpty)
        {
            var name = ids[0].Substring(2);
            return Profile.Records.Where(r => MeasuredMembers.IdOf(r) is { Length: > 2 } id && string.CompareOrdinal(id, 2, name, 0, name.Length) == 0 && (id.Length == name.Length + 2 || id[name.Length + 2] == '.'));
        }

        return symbol is IPropertySymbol property
            ? new ISymbol?[] { property.GetMethod, property.SetMethod }.OfType<ISymbol>().SelectMany(EvidenceOf)
            : EvidenceOf(symbol);
    }

    /// <summary>Whether the profile has a measurement of a member, or of any member of a type.</summary>
    public bool Measures(ISymbol symbol) => Of(symbol).Any() || (symbol is IMethodSymbol && EvidenceIndex.IdsOf(symbol).Any(_byIssuer.Value.Contains));

    // A recorder that does not know the parameters says so.
    private IEnumerable<EvidenceRecord> EvidenceOf(ISymbol member)
    {
        var ids = EvidenceIndex.IdsOf(member);
        var names = ids.Where(id => id.IndexOf('(') > 0).Select(id => id.Substring(0, id.IndexOf('(')));
        return ids.SelectMany(id => _byId.Value[id]).Concat(names.SelectMany(n => _byId.Value[n]).Where(r => r[Field.Signature] == "unknown"));
    }

    /// <summary>The line of the evidence file that holds a record.</summary>
    public Location LocationOf(EvidenceRecord record) => EvidenceIndex.LocationOf(Path, Text, record.Line);

    private List<EvidenceRecord> RecordsOf(MeasuredMember member)
    {
        var records = member.Ids.SelectMany(id => _byMember.Value[id]).ToList();
        if (member.OnlyName is { } name)
            records.AddRange(_byName.Value[name]);

        records.AddRange(member.Files.SelectMany(f => _byFile.Value[f]).Where(member.Contains));
        return records;
    }

    private static bool IsOf(EvidenceRecord plan, MeasuredMember member) =>
        IsNameOnly(plan) ? plan.Key == member.OnlyName : member.Ids.Contains(plan.Key) || (MemberId.IsUnresolved(plan.Key) && member.Contains(plan));

    // Its statement had no tag: the key is the statement, and there is no file.
    private static bool IsOfNobody(EvidenceRecord plan) => plan.File is null && MemberId.IsUnresolved(plan.Key);

    private static bool IsNameOnly(EvidenceRecord record) => record[Field.Signature] == "unknown";

    // A tracer that has a caller's name only has its issuer's name only.
    private static bool IsOneOf(ImmutableArray<string> issuers, string? via) =>
        via is not null && issuers.Any(i => i == via || (via.IndexOf('(') < 0 && MemberId.WithoutOverload(i) == via));

    /// <summary>A file's name without the path in front of it.</summary>
    public static string BareName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private Measurement Measured(EvidenceRecord record, List<EvidenceRecord> ofMember)
    {
        var method = ofMember.Find(r => r.Kind == RecordKind.Method && r.TotalMs >= record.TotalMs);
        return new(LocationOf(record), Profile, record, method?.TotalMs ?? (Measurement.IsOutsideOf(Profile, record) ? null : Profile.Header.Number(Field.RootMs)));
    }

    // With a single candidate the line does not matter; with several, the one at the line, or else the nearest.
    private static EvidenceRecord? Nearest(List<EvidenceRecord> sites, int line, int nearLines)
    {
        EvidenceRecord? nearest = null;
        foreach (var site in sites)
        {
            if (nearest is null || Distance(site).CompareTo(Distance(nearest)) < 0)
                nearest = site;
        }

        return nearest;

        // Of several that are near enough, the one on the line itself: two calls may stand on two lines.
        (int, int) Distance(EvidenceRecord site) => site.SourceLine is { } at ? (Math.Max(0, Math.Abs(at - line) - nearLines), Math.Abs(at - line)) : (int.MaxValue, 0);
    }

    private static bool IsSame(string? measured, string asked) =>
        measured is null || measured == asked || asked.StartsWith(measured + ".", StringComparison.Ordinal);
}
