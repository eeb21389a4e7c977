using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// May running a member lead to what a question asks for, as far as names tell? A "no" holds, and spares binding every body in reach: in an editor,
/// that is nearly all that an answer costs, after each keystroke.
/// </summary>
internal sealed class NamesThatLead
{
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<(string Key, EffectQuestion Question), bool> _answers = new();
    private readonly ConcurrentDictionary<(string Key, EffectQuestion Question), bool> _ofMembers = new();

    // By the method, for each question: the same few are asked for at each step of each search, and to make a name out of one takes as long as the answer.
    private readonly ConcurrentDictionary<IMethodSymbol, bool>[] _ofMethods =
        [.. RepeatedRoundTrips.Questions.Select(_ => new ConcurrentDictionary<IMethodSymbol, bool>(SymbolEqualityComparer.Default))];

    private readonly Lazy<List<NameGraph>> _graphs;
    private readonly Lazy<KnownLeads> _known;

    public NamesThatLead(Compilation compilation, ApiIndex apis, FactIndex facts)
    {
        _compilation = compilation;
        _graphs = new(() => [.. NameGraph.Of(compilation).All()]);
        _known = new(() => new(compilation, apis, facts, _graphs.Value));
    }

    /// <summary>Whether the body of a method may lead there.</summary>
    public bool MayLead(IMethodSymbol method, EffectQuestion question) =>
        _ofMethods[(int)question].TryGetValue(method.OriginalDefinition, out var known) ? known : _ofMethods[(int)question].GetOrAdd(method.OriginalDefinition, MayDefinitionLead(method.OriginalDefinition, question));

    /// <summary>Whether a call of the name may lead there, or be the answer itself.</summary>
    public bool MayLeadByName(string name, EffectQuestion question) => _known.Value.Is(name, question) || MayLead(name, question);

    /// <summary>The names of the compilation itself.</summary>
    public NameGraph Own => NameGraph.Of(_compilation);

    /// <summary>The keys whose mention may run the members of a key: itself, and those that run it without naming it.</summary>
    public IEnumerable<string> Implying(string key) => _known.Value.Implying(key).Prepend(key);

    /// <summary>
    /// The members and types of the compilation that may run a member of one of the keys, however far away; null where anything may, because no name of it is in sight, or because it is run without one.
    /// </summary>
    public IReadOnlyCollection<SyntaxNode>? LeadingTo(IReadOnlyCollection<string> keys)
    {
        if (!keys.All(k => _graphs.Value.Exists(g => g.Has(k))))
            return null;

        var leading = new HashSet<SyntaxNode>();
        var seen = new HashSet<string>(keys, StringComparer.Ordinal);
        var pending = new Queue<string>(keys);
        while (pending.Count > 0)
        {
            foreach (var key in Implying(pending.Dequeue()))
            {
                foreach (var graph in _graphs.Value)
                {
                    foreach (var (member, own) in graph.LeadingTo(key))
                    {
                        if (graph == Own)
                            leading.Add(member);

                        if (seen.Add(own))
                            pending.Enqueue(own);
                    }
                }
            }
        }

        return seen.Contains(NamedLeads.Operators) ? null : leading;
    }

    private bool MayDefinitionLead(IMethodSymbol method, EffectQuestion question) =>
        NameGraph.KeyOf(method) is not { } key || (_ofMembers.TryGetValue((key, question), out var known) ? known : _ofMembers.GetOrAdd((key, question), MayMemberLead(key, question)));

    private bool MayMemberLead(string key, EffectQuestion question) =>
        !_graphs.Value.Exists(g => g.Has(key)) || MayLead(key, question) ||
        // Nothing names an operator or a conversion where it runs.
        MayLead(NamedLeads.Operators, question);

    private bool MayLead(string start, EffectQuestion question)
    {
        if (_answers.TryGetValue((start, question), out var known))
            return known;

        var from = new Dictionary<string, string?>(StringComparer.Ordinal) { [start] = null };
        var pending = new Stack<string>();
        pending.Push(start);
        while (pending.Count > 0)
        {
            var key = pending.Pop();
            foreach (var lead in LeadsOf(key))
            {
                // Asked once: another thread may answer in between, and its "yes" must not be taken for what need not be looked at again.
                var isAnswered = _answers.TryGetValue((lead, question), out var leads);
                if (_known.Value.Is(lead, question) || (isAnswered && leads))
                {
                    for (string? way = key; way is not null; way = from[way])
                        _answers[(way, question)] = true;

                    return true;
                }

                if (!from.ContainsKey(lead))
                {
                    from.Add(lead, key);
                    if (!isAnswered)
                        pending.Push(lead);
                }
            }
        }

        foreach (var key in from.Keys)
            _answers.TryAdd((key, question), false);

        return false;
    }

    private IEnumerable<string> LeadsOf(string key)
    {
        foreach (var graph in _graphs.Value)
        {
            if (key == NamedLeads.AnyConstructor)
            {
                foreach (var constructor in graph.Constructors)
                    yield return constructor;
            }
            else
            {
                foreach (var lead in graph.Leads(key).SelectMany(l => l))
                    yield return lead;
            }
        }

        foreach (var lead in _known.Value.Implied(key))
            yield return lead;
    }
}
