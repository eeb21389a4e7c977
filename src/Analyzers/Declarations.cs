using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>
/// What a program declares, whatever its bodies do: one object for all the compilations that an editor makes while somebody types into bodies. What is found from
/// declarations, and from the bodies of a few files, is kept by names in it. A symbol is another one in each compilation and must not be.
/// </summary>
internal sealed class Declarations
{
    /// <summary>Files that differ from those of the last compilation. More of them are another program.</summary>
    private const int MaxChanged = 16;

    // Weak by compilation, so that the next keystroke finds what the last one left, and nothing that nobody uses any more.
    private static readonly ConditionalWeakTable<Compilation, Declarations> s_ofCompilations = new();

    // By the options, which an editor hands on as they are: what is known of a program goes with them.
    private static readonly ConditionalWeakTable<CompilationOptions, KnownPrograms> s_known = new();

    private readonly string? _assembly;
    private readonly ImmutableArray<(object Referenced, MetadataReferenceProperties Properties)> _references;
    private readonly Dictionary<Type, (ImmutableArray<SyntaxTree> Read, object Value)> _kept = [];
    private readonly ConcurrentDictionary<Type, object> _gates = new();
    private ImmutableArray<SyntaxTree> _trees;

    private Declarations(Compilation compilation, ImmutableArray<(object Referenced, MetadataReferenceProperties Properties)> references)
    {
        _assembly = compilation.AssemblyName;
        _references = references;
        _trees = [.. compilation.SyntaxTrees];
    }

    /// <summary>The declarations of a compilation.</summary>
    public static Declarations Of(Compilation compilation) => s_ofCompilations.GetValue(compilation, static c => Find(c));

    /// <summary>What was found from the declarations and the whole of the files <paramref name="read"/>; null when nothing was, or these are others now.</summary>
    public T? Known<T>(ImmutableArray<SyntaxTree> read)
        where T : class
    {
        lock (_kept)
            return _kept.TryGetValue(typeof(T), out var kept) && kept.Read.SequenceEqual(read) ? (T)kept.Value : null;
    }

    /// <summary>Keeps what was found from the declarations and the whole of the files <paramref name="read"/>.</summary>
    public void Keep<T>(ImmutableArray<SyntaxTree> read, T value)
        where T : class
    {
        lock (_kept)
            _kept[typeof(T)] = (read, value);
    }

    /// <summary>What is known; where nothing is, what <paramref name="find"/> finds, which is kept.</summary>
    public T Get<T>(ImmutableArray<SyntaxTree> read, Func<T> find)
        where T : class
    {
        if (Known<T>(read) is { } known)
            return known;

        // What all rules ask for at once is found by the first of them.
        lock (_gates.GetOrAdd(typeof(T), static _ => new()))
        {
            if (Known<T>(read) is { } other)
                return other;

            var found = find();
            Keep(read, found);
            return found;
        }
    }

    private static Declarations Find(Compilation compilation)
    {
        ImmutableArray<(object, MetadataReferenceProperties)> references =
            [.. compilation.References.Select(r => (r is CompilationReference { Compilation: var referenced } ? (object)Of(referenced) : r, r.Properties))];
        return s_known.GetValue(compilation.Options, static _ => new()).Get(compilation, references);
    }

    // Of the same options: those of the command-line compiler cannot be compared.
    private bool Are(Compilation compilation, ImmutableArray<(object Referenced, MetadataReferenceProperties Properties)> references)
    {
        if (compilation.AssemblyName != _assembly || references.Length != _references.Length ||
            !references.Zip(_references, (a, b) => ReferenceEquals(a.Referenced, b.Referenced) && a.Properties.Equals(b.Properties)).All(same => same))
        {
            return false;
        }

        ImmutableArray<SyntaxTree> trees = [.. compilation.SyntaxTrees];
        if (trees.Length != _trees.Length)
            return false;

        var changed = 0;
        for (var i = 0; i < trees.Length; i++)
        {
            if (!ReferenceEquals(trees[i], _trees[i]) && (++changed > MaxChanged || !AreSame(trees[i], _trees[i])))
                return false;
        }

        // The next compilation is compared with this one, and the files of the past are let go.
        _trees = trees;
        return true;
    }

    // But for bodies, in which constants and what others infer from are no bodies.
    private static bool AreSame(SyntaxTree tree, SyntaxTree before) =>
        tree.FilePath == before.FilePath && tree.Options.Equals(before.Options) && tree.IsEquivalentTo(before, topLevel: true);

    /// <summary>What is known by the same options.</summary>
    private sealed class KnownPrograms
    {
        private readonly List<WeakReference<Declarations>> _all = [];

        // Kept: nobody else has it between two keystrokes, when the compilation that was analysed is gone.
        private Declarations? _latest;

        public Declarations Get(Compilation compilation, ImmutableArray<(object Referenced, MetadataReferenceProperties Properties)> references)
        {
            lock (_all)
            {
                _all.RemoveAll(k => !k.TryGetTarget(out _));
                foreach (var known in _all)
                {
                    if (known.TryGetTarget(out var declarations) && declarations.Are(compilation, references))
                        return _latest = declarations;
                }

                var added = new Declarations(compilation, references);
                _all.Add(new(added));
                return _latest = added;
            }
        }
    }
}
