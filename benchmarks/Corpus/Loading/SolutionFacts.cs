using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>
/// SEAM: facts about projects that a project does not reference. The analyzers have no way yet to write a solution's facts;
/// when they do, this is the one method to fill in, and <see cref="ReferenceMode.Solution"/> starts to differ from
/// <see cref="ReferenceMode.References"/>.
/// </summary>
internal static class SolutionFacts
{
    /// <summary>The <c>.perffacts</c> file of a tree, or null while nothing writes it.</summary>
    public static AdditionalText? Of(ImmutableArray<LoadedProject> projects) => null;
}
