namespace PerfAnalyzers;

/// <summary>Calling this member goes to another process: the analyzers treat it like a call of a database driver or an HTTP client.</summary>
/// <param name="system">Where it goes: <c>db</c>, <c>http</c>, <c>grpc</c>, <c>cache</c>, <c>queue</c>, <c>blob</c>, <c>search</c> or <c>file</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor, AllowMultiple = false, Inherited = true)]
public sealed class RoundTripAttribute(string system = "db") : Attribute
{
    /// <summary>Where the call goes.</summary>
    public string System { get; } = system;

    /// <summary>The call changes data there. False, the default, means that it only reads.</summary>
    public bool Writes { get; set; }
}
