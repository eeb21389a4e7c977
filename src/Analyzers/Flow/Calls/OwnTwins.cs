using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>
/// A member of the program that waits for a round trip, and has a namesake beside it that does the same and can be awaited: <c>SaveChanges</c> and <c>SaveChangesAsync</c> of a repository. That both make the
/// round trip is followed through their bodies, not read off their names.
/// </summary>
internal sealed class OwnTwins(ApiIndex apis, FactIndex facts, Dispatch dispatch, CallEffects effects, NamesThatLead names)
{
    private static readonly EffectQuestion[] s_questions = [EffectQuestion.DatabaseWrite, EffectQuestion.DatabaseRead, EffectQuestion.Remote];

    private readonly ConcurrentDictionary<IMethodSymbol, ApiFact?> _known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, bool> _mayHave = new(StringComparer.Ordinal);

    /// <summary>Whether a call of the name may have one: the look that spares binding all others.</summary>
    public bool MayHave(string name) => _mayHave.TryGetValue(name, out var known) ? known : _mayHave.GetOrAdd(name, s_questions.Any(q => names.MayLeadByName(name + "Async", q) && names.MayLeadByName(name, q)));

    /// <summary>What a call does, as if it were an API that is known, with the twin's name; null where there is no twin.</summary>
    public ApiFact? Of(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod.OriginalDefinition;
        return _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, Find(call, cancellationToken));
    }

    private ApiFact? Find(IInvocationOperation call, CancellationToken cancellationToken)
    {
        var method = call.TargetMethod;
        if (method.MethodKind is not MethodKind.Ordinary || TaskTypes.IsTask(method.ReturnType) || apis.Find(method) is not null || TwinOf(method) is not { } twin)
            return null;

        foreach (var question in s_questions)
        {
            // A cache in front answers at once most of the time, and what a branch does is not what the member is for.
            if (effects.Find(call, question, cancellationToken) is not { IsLikelyOnly: false, IsRemembered: false } path || path.Steps.Skip(1).Any(s => s.Rarity is not Rarity.Always) ||
                path.Last is { Fact: { AsyncTwin: null } } or { Chosen.IsSometimes: true } || !Awaits(twin, question, cancellationToken))
            {
                continue;
            }

            var system = path.Last.Fact?.System ?? (question is EffectQuestion.Remote ? "http" : "db");
            return new(method.ContainingType.MetadataName, method.Name, question is EffectQuestion.DatabaseRead ? ApiEffect.Read : ApiEffect.Write, system, default, twin.Name, null);
        }

        return null;
    }

    // Task.FromResult(Load()) makes the round trip as well, and waits just as long.
    private bool Awaits(IMethodSymbol twin, EffectQuestion question, CancellationToken cancellationToken)
    {
        var targets = dispatch.Targets(twin);
        return targets.IsEmpty
            ? facts.Of(twin).Any(f => f.Question == question && !f.IsLikely && f.Leading == f.All)
            : targets.All(t => effects.Find(t, question, cancellationToken) is { IsLikelyOnly: false, Last: not { Fact.AsyncTwin: not null } });
    }

    private static IMethodSymbol? TwinOf(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name + "Async").OfType<IMethodSymbol>()
        .FirstOrDefault(m => m.Arity == method.Arity && TaskTypes.IsTask(m.ReturnType) && IsSameResult(m.ReturnType, method) && m.Parameters.Length >= method.Parameters.Length
            && m.Parameters.Take(method.Parameters.Length).Zip(method.Parameters, (x, y) => SymbolEqualityComparer.Default.Equals(x.Type, y.Type)).All(same => same)
            && m.Parameters.Skip(method.Parameters.Length).All(p => p.IsOptional));

    private static bool IsSameResult(ITypeSymbol task, IMethodSymbol method) => task is INamedTypeSymbol { TypeArguments: var results }
        && (results.IsEmpty ? method.ReturnsVoid : SymbolEqualityComparer.Default.Equals(results[0], method.ReturnType));
}
