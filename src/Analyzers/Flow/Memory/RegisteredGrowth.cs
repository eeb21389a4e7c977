using Microsoft.CodeAnalysis;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>
/// Which registrations make one object for the process of a class of another project that grows while it lives? The class does not know how long that is, and the
/// program that registers it does not see what it does: the one says it to the other.
/// </summary>
internal sealed class RegisteredGrowth(Compilation compilation, Registrations registrations, Lifetimes lifetimes, MemberUses uses, Runs runs, Func<MemoryFactIndex> told)
{
    /// <summary>The collection that grows because of a registration; null when it is not the first of its class, or nothing is said to grow.</summary>
    public GrowingStore? At(IOperation registration, CancellationToken cancellationToken)
    {
        if (!told().MayKnowGrowth)
            return null;

        foreach (var type in registrations.FirstAt(registration, cancellationToken))
        {
            if (type.TypeKind is not TypeKind.Class || (told().IsToldBelow(type) && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)) ||
                lifetimes.HolderOf(type, cancellationToken) is not { By: null } holder)
            {
                continue;
            }

            var found = told().GrowthOf(type).Select(f => (Fact: f, Run: RunOf(f, cancellationToken))).Where(f => f.Run.Kind is not RunKind.Once)
                .OrderByDescending(f => f.Run.Kind).FirstOrDefault();
            if (found.Fact is { } fact)
            {
                return new(registration, fact.Store, fact.Part.Length == 0 ? holder : new($"'{fact.Part}'", holder.Doubt) { By = holder.Name }, found.Run, [])
                {
                    Doubt = holder.Doubt,
                    Told = fact,
                    Owner = type,
                };
            }
        }

        return null;
    }

    // Where the members that add are called here, it is told how often; where nobody in sight calls them, somebody does in between.
    private Run RunOf(GrowthFact fact, CancellationToken cancellationToken)
    {
        var members = fact.Members.Select(m => told().Symbol<IMethodSymbol>(m)).OfType<IMethodSymbol>().ToList();
        if (fact.Run is not RunKind.Called)
            return new(fact.Run, members.FirstOrDefault());

        var calls = members.SelectMany(m => uses.Of(m.AssociatedSymbol ?? m, cancellationToken)).ToList();
        var best = calls.Select(c => runs.Of(c, cancellationToken)).OrderByDescending(r => r.Kind).FirstOrDefault();
        return calls.Count == 0 ? new(RunKind.Called, members.FirstOrDefault()) : best;
    }
}
