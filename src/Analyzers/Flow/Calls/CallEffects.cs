using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Flow.Queries;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// Does calling this lead to a round trip, and by which path? A best-first search over <see cref="CallSteps"/>: it prefers steps
/// that always run over those on a branch, then short paths, so that the witness it shows is one that people believe. Cycles
/// converge because a body is visited once, and at <see cref="MaxBodies"/>, which no program is to reach: how much was answered before must not decide what is found.
/// </summary>
internal sealed class CallEffects(CallSteps steps, NamesThatLead names)
{
    /// <summary>
    /// Bodies opened for one question, where generic methods call each other with ever other types. No program that is known comes near (the largest searches
    /// of a media server of 2,000 files open 8,000), since whether the bound is reached depends on what was answered before.
    /// </summary>
    private const int MaxBodies = 100_000;

    /// <summary>A step on a branch counts like this many steps that always run.</summary>
    private const int BranchCost = 4;

    /// <summary>A step that its own body repeats is that body's finding; what is wanted is a round trip that is not.</summary>
    private const int RepeatCost = 12;

    /// <summary>What rests on a convention, or leads there through some of many implementations, yields to what is certain.</summary>
    private const int DoubtCost = 6;

    /// <summary>A path behind a memory of earlier results is shown when there is no other.</summary>
    private const int MemoryCost = 200;

    private readonly ConcurrentDictionary<Node, Answer?> _answers = new();

    /// <summary>The path by which <paramref name="operation"/> itself leads to a round trip, or null.</summary>
    public EffectPath? Find(IOperation operation, EffectQuestion question, CancellationToken cancellationToken) =>
        steps.Of(operation, cancellationToken) is { } step ? Find(step, question, cancellationToken) : null;

    /// <summary>The path by which running <paramref name="method"/> leads to a round trip, or null.</summary>
    public EffectPath? Find(IMethodSymbol method, EffectQuestion question, CancellationToken cancellationToken) => Find(method, question, 0, cancellationToken);

    /// <summary>The path by which running <paramref name="method"/> leads to a round trip when those of its parameters in the mask hold queries.</summary>
    public EffectPath? Find(IMethodSymbol method, EffectQuestion question, ulong queries, CancellationToken cancellationToken) =>
        Find(new Node(method, queries, default, default, question), cancellationToken);

    /// <summary>The path by which a step leads to a round trip, or null.</summary>
    public EffectPath? Find(CallStep step, EffectQuestion question, CancellationToken cancellationToken)
    {
        if (step.Fact is not null)
            return step.Runs(null) && question.Includes(step.Fact) ? new([step], [null]) : null;

        var best = Best(step, null, default, question) is { } upstream ? new EffectPath([upstream], [null]) : null;
        foreach (var target in step.Targets)
        {
            var node = To(target, step, null, default, question);
            if (Find(node, cancellationToken) is { } path && (best is null || path.Cost + 1 < best.Cost))
                best = path.After(step, target);
        }

        return best;
    }

    /// <summary>Whether a step may lead to a round trip, as far as names tell: what can be asked before a path is looked for.</summary>
    public bool MayLead(CallStep step, EffectQuestion question) => step.Fact is not null
        ? step.Runs(null) && question.Includes(step.Fact)
        : Best(step, null, default, question) is not null || step.Targets.Any(t => names.MayLead(t, question));

    /// <summary>The share of a step's targets that lead there, for a call that may run one of several bodies; without those that are only likely to, where one is known to.</summary>
    public (int Leading, int All) Share(CallStep step, EffectQuestion question, bool isKnown, CancellationToken cancellationToken)
    {
        var leading = step.Targets.Count(t => Find(To(t, step, null, default, question), cancellationToken) is { } path && !(isKnown && path.IsLikelyOnly));
        var upstream = step.Upstream.Where(f => f.Question == question).ToList();
        return (leading + upstream.Sum(f => f.Leading), step.Targets.Length + upstream.Sum(f => f.All));
    }

    private EffectPath? Find(Node start, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(start, out var known))
            return known?.Path;

        if (!names.MayLead(start.Method, start.Question))
        {
            _answers.TryAdd(start, null);
            return null;
        }

        // Exactly the cheapest path, and of equally cheap ones the first in the order of the code: whatever was asked before, and by which thread, the answer is the same.
        var queue = new SortedSet<Candidate>(Candidate.Order);
        var best = new Dictionary<Node, Candidate>();
        Reach(new(start, 0, null, 0, null));
        var opened = 0;
        while (queue.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var candidate = queue.Min!;
            queue.Remove(candidate);
            if (candidate.End is { } end)
                return Remember(start, end, candidate);

            var node = candidate.Node;
            if (_answers.TryGetValue(node, out var answer))
            {
                if (answer is not null)
                    queue.Add(candidate.With(answer));

                continue;
            }

            if (++opened > MaxBodies)
            {
                _answers.TryAdd(start, null);
                return null;
            }

            var ordinal = 0;
            foreach (var step in steps.Of(node.Method, cancellationToken))
            {
                ordinal++;
                if (step.IsDead(node.Given))
                    continue;

                // How often a step runs is asked of those that may lead there.
                if (step.Fact is not null)
                {
                    if (step.Runs(node.Queries) && start.Question.Includes(step.Fact) && IsOnTheWay(step))
                        queue.Add(new(node, candidate.Cost + CostOf(step), candidate, ordinal, null) { End = new([step], [null]) });

                    continue;
                }

                if (Best(step, node.Queries, node.Given, start.Question) is { Chosen: { } chosen } upstream && IsOnTheWay(step))
                    queue.Add(new(node, candidate.Cost + CostOf(step) + CostOf(chosen), candidate, ordinal, null) { End = new([upstream], [null]) });

                foreach (var target in steps.TargetsOf(step, node.Types))
                {
                    ordinal++;
                    if (names.MayLead(target, start.Question) && IsOnTheWay(step))
                        Reach(new(To(target, step, node, node.Given, start.Question), candidate.Cost + CostOf(step), candidate, ordinal, step));
                }
            }
        }

        // The search ended without an answer, so nothing that it visited leads there.
        foreach (var node in best.Keys)
            _answers.TryAdd(node, null);

        return null;

        void Reach(Candidate candidate)
        {
            if (best.TryGetValue(candidate.Node, out var other))
            {
                if (Candidate.Order.Compare(candidate, other) >= 0)
                    return;

                queue.Remove(other);
            }

            best[candidate.Node] = candidate;
            queue.Add(candidate);
        }
    }

    private static bool IsOnTheWay(CallStep step) => step.Rarity is not (Rarity.UntilRemembered or Rarity.OnError or Rarity.WhenFull);

    /// <summary>What a step adds to the cost of a path.</summary>
    internal static int CostOf(CallStep step) =>
        (step.Rarity switch { Rarity.Always => 1, Rarity.OncePerKey => MemoryCost, _ => BranchCost }) + (step.Repeat is null ? 0 : RepeatCost) +
        (step.Chosen is { } chosen ? CostOf(chosen) : 0) + (step.IsConvention ? DoubtCost : 0);

    private static int CostOf(UpstreamFact fact) =>
        fact.Hops + (fact.IsOncePerKey ? MemoryCost : 0) + (fact.IsSometimes ? BranchCost : 0) + (fact.IsRepeated ? RepeatCost : 0) + (fact.IsLikely ? DoubtCost : 0);

    // The most convincing of the facts that apply to this call.
    private static CallStep? Best(CallStep step, ulong? queries, KnownParameters given, EffectQuestion question)
    {
        UpstreamFact? best = null;
        foreach (var fact in step.Upstream)
        {
            if (fact.Question != question ||
                (fact.IfQuery != 0 && (fact.IfQuery & step.QueriesGiven(queries)) == 0) ||
                step.GivenParameters(given).Has(fact.UnlessGiven))
            {
                continue;
            }

            if (best is null || CostOf(fact) < CostOf(best))
                best = fact;
        }

        return best is null ? null : step with { Chosen = best };
    }

    // From a body of which is known what it is given, or from one of which nobody says so, and then what it has in it knows no more.
    private static Node To(IMethodSymbol target, CallStep step, Node? from, KnownParameters given, EffectQuestion question)
    {
        var isFunction = target.IsInner();
        ulong? queries = from is { Queries: { } known, Method: var body } ? step.QueriesGiven(known) | QueryParameters.Within(known, body, target)
            : isFunction ? null
            : step.QueriesGiven(null);
        return new(target.OriginalDefinition, queries, step.GivenParameters(given), isFunction ? from?.Types ?? default : TypeMap.Of(target), question);
    }

    // The rest of the cheapest path is the cheapest of each body on it, too: whoever calls one of them need not search again.
    private EffectPath Remember(Node start, EffectPath path, Candidate end)
    {
        var ordinals = end.Ordinals();
        for (var at = end; at is not null; at = at.From)
        {
            if (at.Step is null)
                continue;

            if (at != end)
                _answers.TryAdd(at.Node, new(path, end.Cost - at.Cost, ordinals.RemoveRange(0, at.Depth)));

            path = path.After(at.Step, at.Node.Method);
        }

        return _answers.GetOrAdd(start, new Answer(path, end.Cost, ordinals))!.Path;
    }

    /// <summary>A body, together with which of its parameters hold queries (null where nobody says), which optional ones were given, and what its type parameters are.</summary>
    private readonly struct Node(IMethodSymbol method, ulong? queries, KnownParameters given, TypeMap types, EffectQuestion question) : IEquatable<Node>
    {
        public IMethodSymbol Method { get; } = method;

        public ulong? Queries { get; } = queries;

        public KnownParameters Given { get; } = given;

        public TypeMap Types { get; } = types;

        public EffectQuestion Question { get; } = question;

        public bool Equals(Node other) =>
            Queries == other.Queries && Given == other.Given && Question == other.Question &&
            SymbolEqualityComparer.Default.Equals(Method, other.Method) && Types.Equals(other.Types);

        public override bool Equals(object? obj) => obj is Node other && Equals(other);

        public override int GetHashCode() =>
            SymbolEqualityComparer.Default.GetHashCode(Method) ^ Queries.GetHashCode() ^ (Given.GetHashCode() << 3) ^ (int)Question ^ (Types.GetHashCode() << 1);
    }

    /// <summary>The path of a body, what it costs, and the places of its steps among those of their bodies.</summary>
    private sealed record Answer(EffectPath Path, int Cost, ImmutableArray<int> Ordinals);

    /// <summary>A body that the search has come to, or the end of a path.</summary>
    /// <param name="node">The body; of the end of a path the one that it stands in.</param>
    /// <param name="cost">What the way to it costs.</param>
    /// <param name="from">What it was reached from; null for the start.</param>
    /// <param name="ordinal">The place of the step to it among those of the body it was reached from.</param>
    /// <param name="step">The step to it; null for the start and for the end of a path.</param>
    private sealed class Candidate(Node node, int cost, Candidate? from, int ordinal, CallStep? step)
    {
        /// <summary>By cost, and by the order of the code where that is the same.</summary>
        public static readonly Comparer<Candidate> Order = Comparer<Candidate>.Create((a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : Compare(a, b));

        public Node Node { get; } = node;

        public int Cost { get; } = cost;

        public Candidate? From { get; } = from;

        public CallStep? Step { get; } = step;

        /// <summary>The rest of the path; null for a body.</summary>
        public EffectPath? End { get; init; }

        private int Ordinal { get; } = ordinal;

        /// <summary>Steps from the start.</summary>
        public int Depth { get; } = from is null ? 0 : from.Depth + 1;

        private ImmutableArray<int> Rest { get; init; } = [];

        /// <summary>The end of the path that goes on as is known of this body.</summary>
        public Candidate With(Answer answer) => new(Node, Cost + answer.Cost, From, Ordinal, Step) { End = answer.Path, Rest = answer.Ordinals };

        /// <summary>The places of all steps from the start.</summary>
        public ImmutableArray<int> Ordinals()
        {
            var ordinals = ImmutableArray.CreateBuilder<int>();
            for (var at = this; at.From is not null; at = at.From)
                ordinals.Add(at.Ordinal);

            ordinals.Reverse();
            ordinals.AddRange(Rest);
            return ordinals.ToImmutable();
        }

        // Which of two paths leaves their common part by the earlier step.
        private static int Compare(Candidate a, Candidate b)
        {
            var (x, y) = (a, b);
            while (x.Depth > y.Depth)
                x = x.From!;

            while (y.Depth > x.Depth)
                y = y.From!;

            var order = 0;
            for (; x != y && x.From is not null; x = x.From, y = y.From!)
                order = x.Ordinal != y.Ordinal ? x.Ordinal.CompareTo(y.Ordinal) : order;

            return order != 0 ? order : a.Depth != b.Depth ? a.Depth.CompareTo(b.Depth) : a.Rest.Length.CompareTo(b.Rest.Length);
        }
    }
}
