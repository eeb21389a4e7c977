namespace PerfAnalyzers.Knowledge;

/// <summary>Things of which an installation has a handful, whatever its data, told by what they are called.</summary>
internal static class Handful
{
    // From the reports on ten products that were true and that nobody would batch.
    private static readonly string[] s_words =
    [
        "Tenant", "Site", "Plugin", "Assembly", "Module", "Culture", "Provider", "Indexer", "DownloadClient", "Permission", "Store", "Country", "Season", "Organization", "Definition", "Language",
        "ScheduledTask", "DbContext", "UnitOfWork", "Table", "Column", "Server",
    ];

    private static readonly string[] s_ofKeys = ["Id", "Name", "Code"];

    /// <summary>What a type, a variable or a collection is called after, in words: <c>scheduled task</c> for <c>MailScheduledTask</c>; null when none is a handful.</summary>
    public static string? Of(params string?[] names) => Array.Find(s_words, word => Array.Exists(names, n => EndsWith(n, word))) is { } kind ? string.Join(" ", NameWords.Of(kind)) : null;

    /// <summary><c>tenant</c> for <c>tenantId</c>, <c>tenantName</c>, <c>tenantCode</c>.</summary>
    public static string WithoutKey(string name)
    {
        foreach (var suffix in s_ofKeys)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                name = name.Substring(0, name.Length - suffix.Length);
        }

        return name;
    }

    // tenant, MailTenant; not subtenant
    private static bool EndsWith(string? name, string word) =>
        name is not null && (name.EndsWith(word, StringComparison.Ordinal) || name.TrimStart('_').Equals(word, StringComparison.OrdinalIgnoreCase));
}
