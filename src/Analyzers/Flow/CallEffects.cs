using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;

namespace PerfAnalyzers.Flow;

/// <summary>
/// Does calling this lead to a round trip, and by which path? A best-first search over <see cref="CallSteps"/>: it prefers steps
/// that always run over those on a branch, then short paths, so that the witness it shows is one that people believe. Cycles
/// converge because a body is visited once; there is no depth limit, only <see cref="MaxBodies"/>.
/// </summary>
internal sealed class CallEffects(CallSteps steps, NamesThatLead names)
{
    /// <summary>Bodies opened for one question. Answers are remembered, so that a large program is paid for once.</summary>
    private const int MaxBodies = 3_000;

    /// <summary>A step on a branch counts like this many steps that always run.</summary>
    private const int BranchCost = 4;

    /// <summary>A step that its own body repeats is that body's finding; what is wanted is a round trip that is not.</summary>
    private const int RepeatCost = 12;

    /// <summary>What rests on a convention, or leads there through some of many implementations, yields to what is certain.</summary>
    private const int DoubtCost = 6;

    /// <summary>A path behind a memory of earlier results is shown when there is no other.</summary>
    private const int MemoryCost = 200;

    private readonly ConcurrentDictionary<Node, EffectPath?> _answers = new();

    /// <summary>The path by which <paramref name="operation"/> itself leads to a round trip, or null.</summary>
    public EffectPath? Find(IOperation operation, EffectQuestion question, CancellationToken cancellationToken) =>
        steps.Of(operation, cancellationToken) is { } step ? Find(step, question, cancellationToken) : null;

    /// <summary>The path by which running <paramref name="method"/> leads to a round trip, or null.</summary>
    public EffectPath? Find(IMethodSymbol method, EffectQuestion question, CancellationToken cancellationToken) => Find(method, question, 0, cancellationToken);

    /// <summary>The path by which running <paramref name="method"/> leads to a round trip when the given parameters (bit n for ordinal n) hold queries.</summary>
    public EffectPath? Find(IMethodSymbol method, EffectQuestion question, ulong queryParameters, CancellationToken cancellationToken) =>
        Find(new Node(method, queryParameters, 0, default, question), cancellationToken);

    /// <summary>The path by which a step leads to a round trip, or null.</summary>
    public EffectPath? Find(CallStep step, EffectQuestion question, CancellationToken cancellationToken)
    {
        if (step.Fact is not null)
            return step.Runs(0) && question.Includes(step.Fact) ? new([step], [null]) : null;

        var best = Best(step, 0, 0, question) is { } upstream ? new EffectPath([upstream], [null]) : null;
        foreach (var target in step.Targets)
        {
            var node = To(target, step, 0, 0, default, question);
            if (Find(node, cancellationToken) is { } path && (best is null || path.Cost + 1 < best.Cost))
                best = path.After(step, target);
        }

        return best;
    }

    /// <summary>The share of a step's targets that lead there, for a call that may run one of several bodies.</summary>
    public (int Leading, int All) Share(CallStep step, EffectQuestion question, CancellationToken cancellationToken)
    {
        var leading = step.Targets.Count(t => Find(To(t, step, 0, 0, default, question), cancellationToken) is not null);
        var upstream = step.Upstream.Where(f => f.Question == question).ToList();
        return (leading + upstream.Sum(f => f.Leading), step.Targets.Length + upstream.Sum(f => f.All));
    }

    private EffectPath? Find(Node start, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(start, out var known))
            return known;

        if (!names.MayLead(start.Method, start.Question))
            return _answers.GetOrAdd(start, (EffectPath?)null);

        var queue = new CostQueue();
        var visited = new Dictionary<Node, (Node From, CallStep Step)?> { [start] = null };
        queue.Add(0, new(start, null));
        var opened = 0;
        while (queue.TryTake(out var cost, out var candidate))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (node, last) = candidate;
            if (last is not null)
                return Remember(start, PathTo(node, visited, new([last], [null])));

            if (_answers.TryGetValue(node, out var answer))
            {
                if (answer is null)
                    continue;

                return Remember(start, PathTo(node, visited, answer));
            }

            if (++opened > MaxBodies)
                return null;

            foreach (var step in steps.Of(node.Method, cancellationToken))
            {
                if (step.Rarity is Rarity.UntilRemembered or Rarity.OnError or Rarity.WhenFull || step.IsDead(node.Given))
                    continue;

                var next = cost + CostOf(step);
                if (step.Fact is not null)
                {
                    if (step.Runs(node.QueryParameters) && start.Question.Includes(step.Fact))
                        queue.Add(next + (step.IsConvention ? DoubtCost : 0), new(node, step));

                    continue;
                }

                if (Best(step, node.QueryParameters, node.Given, start.Question) is { Chosen: { } chosen } upstream)
                    queue.Add(next + CostOf(chosen), new(node, upstream));

                foreach (var target in steps.TargetsOf(step, node.Types))
                {
                    if (!names.MayLead(target, start.Question))
                        continue;

                    var to = To(target, step, node.QueryParameters, node.Given, node.Types, start.Question);
                    if (!visited.ContainsKey(to))
                    {
                        visited.Add(to, (node, step));
                        queue.Add(next, new(to, null));
                    }
                }
            }
        }

        // The search ended without an answer, so nothing that it visited leads there.
        foreach (var node in visited.Keys)
            _answers.TryAdd(node, null);

        return null;
    }

    /// <summary>What a step adds to the cost of a path.</summary>
    internal static int CostOf(CallStep step) =>
        (step.Rarity switch { Rarity.Always => 1, Rarity.OncePerKey => MemoryCost, _ => BranchCost }) + (step.Repeat is null ? 0 : RepeatCost) +
        (step.Chosen is { } chosen ? CostOf(chosen) : 0) + (step.IsConvention ? DoubtCost : 0);

    private static int CostOf(UpstreamFact fact) =>
        fact.Hops + (fact.IsOncePerKey ? MemoryCost : 0) + (fact.IsSometimes ? BranchCost : 0) + (fact.IsRepeated ? RepeatCost : 0) + (fact.IsLikely ? DoubtCost : 0);

    // The most convincing of the facts that apply to this call.
    private static CallStep? Best(CallStep step, ulong queries, ulong given, EffectQuestion question)
    {
        UpstreamFact? best = null;
        foreach (var fact in step.Upstream)
        {
            if (fact.Question != question ||
                (fact.IfQuery != 0 && (fact.IfQuery & step.QueryParameters(queries)) == 0) ||
                (fact.UnlessGiven is >= 0 and < 64 && (step.GivenParameters(given) & (1UL << fact.UnlessGiven)) != 0))
            {
                continue;
            }

            if (best is null || CostOf(fact) < CostOf(best))
                best = fact;
        }

        return best is null ? null : step with { Chosen = best };
    }

    private static Node To(IMethodSymbol target, CallStep step, ulong queries, ulong given, TypeMap types, EffectQuestion question) =>
        new(target.OriginalDefinition, step.QueryParameters(queries), step.GivenParameters(given),
            target.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction ? types : TypeMap.Of(target), question);

    private EffectPath Remember(Node start, EffectPath path) => _answers.GetOrAdd(start, path)!;

    private static EffectPath PathTo(Node node, Dictionary<Node, (Node From, CallStep Step)?> visited, EffectPath path)
    {
        while (visited[node] is var (from, step))
        {
            path = path.After(step, node.Method);
            node = from;
        }

        return path;
    }

    /// <summary>A body, together with which of its parameters hold queries, which optional ones were given, and what its type parameters are.</summary>
    private readonly struct Node(IMethodSymbol method, ulong queryParameters, ulong given, TypeMap types, EffectQuestion question) : IEquatable<Node>
    {
        public IMethodSymbol Method { get; } = method;

        public ulong QueryParameters { get; } = queryParameters;

        public ulong Given { get; } = given;

        public TypeMap Types { get; } = types;

        public EffectQuestion Question { get; } = question;

        public bool Equals(Node other) =>
            QueryParameters == other.QueryParameters && Given == other.Given && Question == other.Question &&
            SymbolEqualityComparer.Default.Equals(Method, other.Method) && Types.Equals(other.Types);

        public override bool Equals(object? obj) => obj is Node other && Equals(other);

        public override int GetHashCode() =>
            SymbolEqualityComparer.Default.GetHashCode(Method) ^ QueryParameters.GetHashCode() ^ (Given.GetHashCode() << 3) ^ (int)Question ^ (Types.GetHashCode() << 1);
    }

    private readonly record struct Candidate(Node Node, CallStep? Last);

    /// <summary>Costs are small whole numbers, so a list of queues is a priority queue.</summary>
    private sealed class CostQueue
    {
        private readonly List<Queue<Candidate>> _byCost = [];
        private int _lowest;

        public void Add(int cost, Candidate candidate)
        {
            while (_byCost.Count <= cost)
                _byCost.Add(new());

            _byCost[cost].Enqueue(candidate);
        }

        public bool TryTake(out int cost, out Candidate candidate)
        {
            for (; _lowest < _byCost.Count; _lowest++)
            {
                if (_byCost[_lowest].Count > 0)
                {
                    cost = _lowest;
                    candidate = _byCost[_lowest].Dequeue();
                    return true;
                }
            }

            (cost, candidate) = (0, default);
            return false;
        }
    }
}
