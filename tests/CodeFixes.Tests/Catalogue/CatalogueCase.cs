namespace PerfAnalyzers.CodeFixes.Tests.Catalogue;

/// <summary>One program of the catalogue.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Name">What it shows, as a clause.</param>
/// <param name="Body">The statements of its one method; <c>[|..|]</c> marks what is reported.</param>
/// <param name="Members">Other members of its class.</param>
/// <param name="Types">Other types.</param>
/// <param name="Instead">The statements that somebody would write instead: better ones where the case is reported and nothing fixes it, and none that are better where it is quiet.</param>
/// <param name="NoFix">Why no fix is offered; null when one is.</param>
public sealed record CatalogueCase(string Group, string Name, string Body, string Members, string Types, string Instead, string? NoFix)
{
    /// <summary>Whether the rule reports something.</summary>
    public bool IsReported => IsReportedWithoutLazyLoading || (Body + Members + Types).Contains("{|LAZY:", StringComparison.Ordinal);

    /// <summary>Whether it does where navigations are not loaded lazily.</summary>
    public bool IsReportedWithoutLazyLoading => (Body + Members + Types).Contains("[|", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
