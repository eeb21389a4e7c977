using System.Collections.Immutable;

namespace PerfAnalyzers.Knowledge;

/// <summary>
/// What is known about one library. The lines count in a compilation that references one of <see cref="Assemblies"/>, imports one of
/// <see cref="Namespaces"/> or mentions one of <see cref="Mentions"/>; with none given, always.
/// </summary>
/// <param name="Name">The library, as people call it.</param>
/// <param name="Assemblies">Simple names of assemblies, any of which means that the library is used.</param>
/// <param name="Namespaces">Namespaces, for APIs of the framework itself, which every compilation references.</param>
/// <param name="Mentions">Texts in source, for APIs of the framework in namespaces that every compilation imports.</param>
/// <param name="Facts">The lines.</param>
internal sealed record ApiSection(
    string Name, ImmutableArray<string> Assemblies, ImmutableArray<string> Namespaces, ImmutableArray<string> Mentions, ImmutableArray<ApiFact> Facts)
{
    /// <summary>Whether the library says that its clients may be used by several callers at the same time.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>Whether its lines are a reason to look at a compilation in which nothing else is known; said with <c>alone=no</c> when they are not.</summary>
    public bool CountsAlone { get; init; } = true;

    /// <summary>
    /// Whether the section tells of calls that leave the process: only such a section makes a compilation worth analysing.
    /// Files do not count, because every program has some and no rule is about them alone.
    /// </summary>
    public bool HasRoundTrips => CountsAlone && Facts.Any(f => !f.IsConvention && f.System != "file" && (f.IsRoundTrip || f.Effect is ApiEffect.Source));
}
