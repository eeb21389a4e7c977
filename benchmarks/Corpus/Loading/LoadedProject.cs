using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>A project as the compiler sees it.</summary>
/// <param name="Tree">The tree it belongs to.</param>
/// <param name="File">Its project file.</param>
/// <param name="Compilation">Its compilation; errors are expected, since nothing was restored.</param>
/// <param name="Config">The options its analyzers get.</param>
internal sealed record LoadedProject(CheckedOutTree Tree, ProjectFile File, CSharpCompilation Compilation, ConfigFiles Config)
{
    /// <summary>The files of the compilation that pages were made into.</summary>
    public ImmutableArray<SyntaxTree> Pages { get; init; } = [];

    /// <summary>What analyzers are given besides the code.</summary>
    public AnalyzerOptions Options(AdditionalText? facts) => new(facts is null ? [] : ImmutableArray.Create(facts), Config);
}
