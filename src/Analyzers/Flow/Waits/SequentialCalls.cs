using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>A run of statements that call services, one after the other: which of the calls need what those before them have done?</summary>
internal sealed class SequentialCalls(TouchedState touched, CancellationToken cancellationToken)
{
    private readonly List<Entry> _run = [];

    /// <summary>Adds a statement with the calls in it; the waterfalls that end before or with it.</summary>
    public IReadOnlyList<Waterfall> Add(IOperation statement, IReadOnlyList<WaterfallCall> calls)
    {
        var found = new List<Waterfall>();
        var rest = RestOf(statement, calls);
        foreach (var call in calls)
        {
            // What is evaluated between the last answer and this call.
            if (!And(rest.Where(o => o.Operation.Syntax.SpanStart < call.Call.Syntax.SpanStart && !o.Operation.Syntax.Span.Contains(call.Await.Syntax.Span))).OnlyComputes)
                found.AddRange(End());

            var entry = new Entry(call, statement);
            entry.UsedBefore.UnionWith(_run.Where(e => e.IsUsedSince));
            foreach (var earlier in _run.Where(e => !Needs(entry, e)))
                entry.Independent.Add(earlier);

            _run.Add(entry);
        }

        var around = And(rest);
        Taint(statement, around);
        if (!around.OnlyComputes || statement is IReturnOperation)
            found.AddRange(End());

        return found;
    }

    /// <summary>Ends the run; the waterfalls in it.</summary>
    public IReadOnlyList<Waterfall> End()
    {
        var found = new List<Waterfall>();
        for (var i = 0; i < _run.Count; i++)
        {
            var group = new List<Entry> { _run[i] };
            while (i + 1 < _run.Count && group.TrueForAll(_run[i + 1].Independent.Contains))
                group.Add(_run[++i]);

            if (group.Count > 1)
                found.Add(new([.. group.Select(e => e.Call)]) { IsInterleaved = group.Exists(e => e.UsedBefore.Overlaps(group)) });
        }

        _run.Clear();
        return found;
    }

    // What a statement does beside its calls, operation by operation.
    private List<(IOperation Operation, Touched Touched)> RestOf(IOperation statement, IReadOnlyList<WaterfallCall> calls)
    {
        var rest = new List<(IOperation, Touched)>();
        var pending = new Stack<IOperation>();
        pending.Push(statement);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (calls.Any(c => c.Call == current))
            {
                // What is awaited for an argument is done before the call.
                foreach (var before in MemberBodies.Operations(current).OfType<IAwaitOperation>().Where(a => calls.All(c => c.Await != a)))
                    pending.Push(before);

                continue;
            }

            rest.Add((current, touched.OfOne(current, cancellationToken)));
            foreach (var child in current.ChildOperations)
                pending.Push(child);
        }

        return rest;
    }

    private static Touched And(IEnumerable<(IOperation Operation, Touched Touched)> parts) => parts.Aggregate(Touched.Nothing, (all, part) => all.And(part.Touched));

    private static bool Needs(Entry later, Entry earlier) =>
        later.Call.Call.Syntax.Span.Contains(earlier.Call.Await.Syntax.Span) ||
        later.Call.Touched.Read.Overlaps(earlier.Tainted) || later.Call.Touched.Written.Overlaps(earlier.Tainted) || later.Call.Touched.Written.Overlaps(earlier.Call.Touched.Read);

    // What holds an answer, or something made of it, and what the call itself has written.
    private void Taint(IOperation statement, Touched around)
    {
        var targets = ImmutableHashSet.CreateRange<ISymbol>(SymbolEqualityComparer.Default, [.. around.Written, .. Declared(statement), .. Roots(statement)]);
        var isUsing = statement.DescendantsAndSelf().Any(o => o is IInvocationOperation or IAwaitOperation);
        foreach (var entry in _run)
        {
            var isOwn = entry.Statement == statement;
            if (!isOwn && !around.Read.Overlaps(entry.Tainted) && !entry.Tainted.Overlaps(targets))
                continue;

            entry.Tainted.UnionWith(targets);
            entry.IsUsedSince |= !isOwn && isUsing;
        }
    }

    private static IEnumerable<ISymbol> Declared(IOperation statement) => statement.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>().Select(d => d.Symbol);

    // model.Prices = await ...: whoever is given the model sees the prices.
    private static IEnumerable<ISymbol> Roots(IOperation statement) => statement.DescendantsAndSelf().OfType<IAssignmentOperation>()
        .Select(a => ValuePath.Of(a.Target)?.Root).OfType<ISymbol>().Where(s => s is ILocalSymbol or IParameterSymbol);

    private sealed class Entry(WaterfallCall call, IOperation statement)
    {
        public WaterfallCall Call => call;

        public IOperation Statement => statement;

        public HashSet<ISymbol> Tainted { get; } = new(call.Touched.Written, SymbolEqualityComparer.Default);

        public HashSet<Entry> Independent { get; } = [];

        /// <summary>Calls whose answers something was done with before this one.</summary>
        public HashSet<Entry> UsedBefore { get; } = [];

        /// <summary>Something has been done with the answer since.</summary>
        public bool IsUsedSince { get; set; }
    }
}
