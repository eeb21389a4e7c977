namespace PerfAnalyzers.Model;

/// <summary>Whether reading a navigation that was not loaded queries the database.</summary>
internal enum LazyLoading
{
    /// <summary>Nobody in sight says how contexts are configured.</summary>
    Unknown,

    /// <summary>Contexts are configured in sight, and none of them with proxies.</summary>
    Off,

    /// <summary>Proxies are switched on in sight.</summary>
    On,
}
