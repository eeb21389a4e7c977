using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Flow;

/// <summary>
/// Does calling this lead to a round trip, and by which path? A best-first search over <see cref="CallSteps"/>: it prefers steps
/// that always run over those on a branch, then short paths, so that the witness it shows is one that people believe. Cycles
/// converge because a body is visited once; there is no depth limit, only <see cref="MaxBodies"/>.
/// </summary>
internal sealed class CallEffects(CallSteps steps)
{
    /// <summary>Bodies opened for one question. Answers are remembered, so that a large program is paid for once.</summary>
    private const int MaxBodies = 3_000;

    /// <summary>A step on a branch counts like this many steps that always run.</summary>
    private const int BranchCost = 4;

    private readonly ConcurrentDictionary<Node, EffectPath?> _answers = new();

    /// <summary>The path by which <paramref name="operation"/> itself leads to a round trip, or null.</summary>
    public EffectPath? Find(IOperation operation, EffectQuestion question, CancellationToken cancellationToken) =>
        steps.Of(operation, cancellationToken) is { } step ? Find(step, question, cancellationToken) : null;

    /// <summary>The path by which running <paramref name="method"/> leads to a round trip, or null.</summary>
    public EffectPath? Find(IMethodSymbol method, EffectQuestion question, CancellationToken cancellationToken) =>
        Find(new Node(method, 0, question), cancellationToken);

    /// <summary>The share of a step's targets that lead there, for a call that may run one of several bodies.</summary>
    public (int Leading, int All) Share(CallStep step, EffectQuestion question, CancellationToken cancellationToken) =>
        (step.Targets.Count(t => Find(new Node(t, step.QueryParameters(0), question), cancellationToken) is not null), step.Targets.Length);

    private EffectPath? Find(CallStep step, EffectQuestion question, CancellationToken cancellationToken)
    {
        if (step.Fact is not null)
            return step.Runs(0) && question.Includes(step.Fact) ? new([step], [null]) : null;

        EffectPath? best = null;
        foreach (var target in step.Targets)
        {
            if (Find(new Node(target, step.QueryParameters(0), question), cancellationToken) is { } path && (best is null || path.Hops + 1 < best.Hops))
                best = path.After(step, target);
        }

        return best;
    }

    private EffectPath? Find(Node start, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(start, out var known))
            return known;

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
                if (step.Rarity is Rarity.UntilRemembered or Rarity.OnError)
                    continue;

                var next = cost + (step.Rarity is Rarity.Always ? 1 : BranchCost);
                if (step.Fact is not null)
                {
                    if (step.Runs(node.QueryParameters) && start.Question.Includes(step.Fact))
                        queue.Add(next, new(node, step));

                    continue;
                }

                foreach (var target in step.Targets)
                {
                    var to = new Node(target, step.QueryParameters(node.QueryParameters), start.Question);
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

    /// <summary>A body, together with which of its parameters hold queries.</summary>
    private readonly struct Node(IMethodSymbol method, ulong queryParameters, EffectQuestion question) : IEquatable<Node>
    {
        public IMethodSymbol Method { get; } = method;

        public ulong QueryParameters { get; } = queryParameters;

        public EffectQuestion Question { get; } = question;

        public bool Equals(Node other) =>
            QueryParameters == other.QueryParameters && Question == other.Question && SymbolEqualityComparer.Default.Equals(Method, other.Method);

        public override bool Equals(object? obj) => obj is Node other && Equals(other);

        public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Method) ^ QueryParameters.GetHashCode() ^ (int)Question;
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
