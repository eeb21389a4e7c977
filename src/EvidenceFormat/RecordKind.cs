namespace PerfAnalyzers.EvidenceFormat;

/// <summary>The first column of a line. Words outside this list are kept and ignored.</summary>
internal static class RecordKind
{
    public const string Profile = "profile";
    public const string Method = "method";
    public const string Site = "site";
    public const string Endpoint = "endpoint";
    public const string Plan = "plan";
    public const string Type = "type";
    public const string Function = "function";
    public const string Statement = "statement";
    public const string Finding = "finding";

    /// <summary>The order in which a writer sorts records, so that a review reads from the general to the particular.</summary>
    public static IReadOnlyList<string> Order { get; } = [Profile, Endpoint, Method, Function, Site, Plan, Statement, Type, Finding];
}
