using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Which calls of a file query a source, as far as that is found in the file itself and in declarations: kept with the file, because to bind all calls of a
/// program that may is a matter of seconds, after each keystroke.
/// </summary>
internal sealed class KeptQueries
{
    private readonly ImmutableArray<ApiSection> _sections;
    private readonly bool _isWorth;
    private readonly ConditionalWeakTable<SyntaxTree, StrongBox<ImmutableArray<QueryCall>>> _calls = new();
    private readonly ConcurrentDictionary<string, ConditionalWeakTable<SyntaxTree, InFile>> _bySource = new(StringComparer.Ordinal);

    private KeptQueries(ApiIndex apis)
    {
        _sections = apis.Sections;
        _isWorth = apis.IsWorthAnalysing;
    }

    /// <summary>What is kept for a compilation.</summary>
    public static KeptQueries Of(Compilation compilation, ApiIndex apis)
    {
        var declarations = Declarations.Of(compilation);
        lock (declarations)
        {
            if (declarations.Known<KeptQueries>([]) is not { } kept || kept._isWorth != apis.IsWorthAnalysing || !kept._sections.SequenceEqual(apis.Sections))
                declarations.Keep([], kept = new(apis));

            return kept;
        }
    }

    /// <summary>What <paramref name="find"/> finds in a file, whatever is queried.</summary>
    public ImmutableArray<QueryCall> Calls(SyntaxTree tree, Func<SyntaxTree, IEnumerable<QueryCall>> find) => _calls.GetValue(tree, t => new([.. find(t)])).Value;

    /// <summary>What is kept of those who query a source.</summary>
    public ConditionalWeakTable<SyntaxTree, InFile> Of(INamedTypeSymbol source) => _bySource.GetOrAdd($"{source.ContainingAssembly?.Name} {TypeNames.Of(source)}", static _ => new());

    /// <summary>What is known of one file.</summary>
    /// <param name="candidates">The calls that may be such queries.</param>
    public sealed class InFile(ImmutableArray<QueryCall> candidates)
    {
        /// <summary>The calls that may be such queries.</summary>
        public ImmutableArray<QueryCall> Candidates { get; } = candidates;

        /// <summary>Whether a call is such a query, of those of which no other body can say otherwise.</summary>
        public ConcurrentDictionary<InvocationExpressionSyntax, bool> Answers { get; } = new();
    }
}
