using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>The names that answer a question, and those that run members of the program without naming them.</summary>
internal sealed class KnownLeads
{
    private static readonly string[] s_enumerators = ["GetEnumerator", "GetAsyncEnumerator"];

    private readonly HashSet<(string Name, EffectQuestion Question)> _names = [];
    private readonly HashSet<(string Pattern, EffectQuestion Question)> _patterns = [];

    // Members with an attribute that says so, whatever they do.
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _implied = new(StringComparer.Ordinal) { [NamedLeads.Loop] = [.. s_enumerators] };

    public KnownLeads(Compilation compilation, ApiIndex apis, FactIndex facts, List<NameGraph> graphs)
    {
        var attributes = apis.AttributeNames();
        _declared.UnionWith(attributes.Select(NamedLeads.Constructor));
        _declared.UnionWith(apis.Attributed(compilation, attributes));
        _names.Add((NamedLeads.Loop, EffectQuestion.DatabaseRead));
        foreach (var (fact, called) in apis.Names)
        {
            var name = fact.Member == ".ctor" ? NamedLeads.Constructor(called) : called;
            if (fact.Effect is ApiEffect.Materialize)
                Imply(name, s_enumerators);

            if (fact.RunsGiven)
                _names.Add((fact.Member == ".ctor" ? NamedLeads.Filled(called) : name, EffectQuestion.DatabaseRead));

            if (!fact.Handlers.IsEmpty)
                Imply(name, apis.HandlersOf(fact).SelectMany(h => h.GetMembers()).Select(m => m.Name));

            if (EffectQuestionAnswers.Of(fact) is { } question)
                (NamePattern.IsPattern(name) ? _patterns : _names).Add((name, question));
        }

        foreach (var name in ApisByName.Materializers)
            _names.Add((name, EffectQuestion.DatabaseRead));

        foreach (var fact in facts.All)
        {
            if (fact.Effect is { } effect)
                _names.Add((NameGraph.KeyOf(fact.Key), effect.Question));
        }

        foreach (var (fact, name) in graphs.SelectMany(g => apis.NamesByConvention(g.Compilation)))
        {
            if (EffectQuestionAnswers.Of(fact) is { } question)
                _names.Add((name, question));
        }
    }

    /// <summary>Whether a call of the name may be the answer itself.</summary>
    public bool Is(string lead, EffectQuestion question) => _declared.Contains(lead) || _names.Contains((lead, question)) ||
        (_patterns.Count > 0 && _patterns.Any(p => p.Question == question && NamePattern.Matches(p.Pattern, lead)));

    /// <summary>The members that a call of the name may run besides those that are called like it.</summary>
    public IEnumerable<string> Implied(string lead) => _implied.TryGetValue(lead, out var implied) ? implied : [];

    /// <summary>The keys that run the members of a key without naming it.</summary>
    public IEnumerable<string> Implying(string key)
    {
        var implying = _implied.Where(i => i.Value.Contains(key)).Select(i => i.Key);
        return key.StartsWith(NamedLeads.Constructor(""), StringComparison.Ordinal) ? implying.Append(NamedLeads.AnyConstructor) : implying;
    }

    private void Imply(string name, IEnumerable<string> members)
    {
        if (!_implied.TryGetValue(name, out var known))
            _implied.Add(name, known = new(StringComparer.Ordinal));

        known.UnionWith(members);
    }
}
