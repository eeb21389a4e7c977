namespace PerfAnalyzers;

/// <summary>
/// The cost of this member is documented by a profile: the <c>.perfevidence</c> file that declares <see cref="Profile"/>.
/// The build verifies that the profile still has a measurement of the member.
/// </summary>
/// <param name="profile">The name on the <c>profile</c> line of the evidence file, for example <c>checkout</c>.</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct,
    AllowMultiple = true, Inherited = false)]
public sealed class ProfilerEvidenceAttribute(string profile) : Attribute
{
    /// <summary>The name on the <c>profile</c> line of the evidence file.</summary>
    public string Profile { get; } = profile;
}
