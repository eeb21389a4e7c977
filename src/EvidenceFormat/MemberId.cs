namespace PerfAnalyzers.EvidenceFormat;

/// <summary>What a record's key says about a member beside its documentation-comment id.</summary>
internal static class MemberId
{
    /// <summary>What a key begins with when the member is not known, as in documentation ids that could not be resolved; a file or a statement follows.</summary>
    public const string Unresolved = "!:";

    /// <summary>Whether a key names no member.</summary>
    public static bool IsUnresolved(string key) => key.StartsWith(Unresolved, StringComparison.Ordinal);

    /// <summary>An id without what only an overload has, its parameters and its own type parameters: <c>M:Shop.Orders.Load</c>.</summary>
    public static string WithoutOverload(string id)
    {
        var end = id.IndexOf('(');
        var name = end < 0 ? id : id.Substring(0, end);
        var generic = name.IndexOf("``", StringComparison.Ordinal);
        return generic < 0 ? name : name.Substring(0, generic);
    }
}
