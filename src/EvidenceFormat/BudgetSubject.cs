namespace PerfAnalyzers.EvidenceFormat;

/// <summary>What a budget is about: a member, under the ids that a profiler may know it by, or an endpoint by its name.</summary>
internal sealed class BudgetSubject
{
    private readonly ICollection<string> _members;
    private readonly string? _endpoint;

    private BudgetSubject(ICollection<string> members, string? endpoint)
    {
        _members = members;
        _endpoint = endpoint;
    }

    /// <summary>A member by its documentation-comment ids: a property comes with its accessors.</summary>
    public static BudgetSubject Member(ICollection<string> ids) => new(ids, null);

    /// <summary>An endpoint as evidence names it: <c>GET /orders/{id}</c>.</summary>
    public static BudgetSubject Endpoint(string name) => new([], name);

    /// <summary>The endpoints that the member handles.</summary>
    public IEnumerable<EvidenceRecord> Endpoints(EvidenceProfile profile) => profile.OfKind(RecordKind.Endpoint)
        .Where(e => _endpoint is null ? e[Field.Member] is { } member && _members.Contains(member) : e.Key == _endpoint);

    /// <summary>The lines of the member that issue or cause round trips. A thread that waits makes none.</summary>
    public IEnumerable<EvidenceRecord> Sites(EvidenceProfile profile) => _members.Count == 0
        ? []
        : profile.OfKind(RecordKind.Site).Where(s => _members.Contains(s.Key) && s.Operation != "wait");
}
