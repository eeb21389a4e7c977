using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// What <see cref="Registrations"/> has read, by names: kept for as long as declarations are the same, and the files that register something. To bind them is what a keystroke in any other file waits
/// for, when it asks who keeps an object.
/// </summary>
internal sealed class KeptRegistrations
{
    private readonly ImmutableHashSet<string> _names;
    private readonly ImmutableHashSet<string> _followed;
    private readonly ImmutableArray<ApiSection> _tables;
    private readonly ImmutableArray<SyntaxTree> _files;

    /// <param name="compilation">The program.</param>
    /// <param name="names">The names of what registers.</param>
    /// <param name="followed">The names of the methods that do so for their type parameters.</param>
    /// <param name="tables">What the user says of APIs.</param>
    /// <param name="types">What is registered, how, and where first.</param>
    public KeptRegistrations(
        Compilation compilation, ImmutableHashSet<string> names, ImmutableHashSet<string> followed, ImmutableArray<ApiSection> tables, IEnumerable<(INamedTypeSymbol Type, ImmutableHashSet<ApiEffect> Lifetimes, SyntaxNode First)> types)
    {
        (_names, _followed, _tables) = (names, followed, tables);
        _files = FilesOf(compilation);
        var byName = new Dictionary<string, (ImmutableHashSet<ApiEffect> Lifetimes, SyntaxNode First)>(StringComparer.Ordinal);
        foreach (var (type, lifetimes, first) in types)
            byName[KeyOf(type)] = (lifetimes, first);

        Types = byName;
    }

    /// <summary>What is registered, by <see cref="KeyOf"/>.</summary>
    public IReadOnlyDictionary<string, (ImmutableHashSet<ApiEffect> Lifetimes, SyntaxNode First)> Types { get; }

    /// <summary>The name of a type and of its assembly.</summary>
    public static string KeyOf(INamedTypeSymbol type) => $"{type.ContainingAssembly?.Name} {TypeNames.Of(type)}";

    /// <summary>Whether a compilation with the same declarations would be read like this.</summary>
    public bool IsOf(Compilation compilation, ImmutableHashSet<string> names, ImmutableArray<ApiSection> tables) =>
        names.SetEquals(_names) && tables.SequenceEqual(_tables) && FilesOf(compilation).SequenceEqual(_files);

    private ImmutableArray<SyntaxTree> FilesOf(Compilation compilation) =>
        [.. compilation.SyntaxTrees.Where(t => SourceFile.Of(t) is var file && (_names.Any(file.HasName) || _followed.Any(file.HasName)))];
}
