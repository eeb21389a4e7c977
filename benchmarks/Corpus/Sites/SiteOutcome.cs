using System.Text.Json.Serialization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Sites;

/// <summary>What became of a site in one mode; a line of a results file.</summary>
/// <param name="Mode">What projects saw of each other.</param>
/// <param name="Site">The site.</param>
/// <param name="State">Whether something is reported.</param>
/// <param name="Severity">Of the report.</param>
/// <param name="Rule">Of the report.</param>
/// <param name="Message">Of the report.</param>
internal sealed record SiteOutcome(ReferenceMode Mode, Site Site, SiteState State, DiagnosticSeverity? Severity, string? Rule, string? Message)
{
    /// <summary>Whether a warning is reported.</summary>
    [JsonIgnore]
    public bool IsWarned => Severity >= DiagnosticSeverity.Warning;
}
