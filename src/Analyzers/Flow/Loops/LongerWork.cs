using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Does each turn wait for another service anyway? Then a query beside it is not what the turn takes its time for, and no batch shortens the rest.
/// Of 55 reports in ten products that were true and that nobody would batch, 13 stood in such turns; of 28 that somebody would batch, one did.
/// </summary>
internal sealed class LongerWork(IAssemblySymbol assembly, CallSteps steps, CallEffects effects)
{
    /// <summary>Calls within another assembly that are still one thing to who calls it.</summary>
    private const int NearBy = 3;

    /// <summary>Calls within another project whose bodies are in sight. A client of the program's own in front of that of the framework has five, as in Radarr; beyond are handlers of events.</summary>
    private const int InSight = 6;

    /// <summary>Calls within this program beyond which a call of another service is not what the turn takes its time for: a handler of an event that a repository publishes, as in Readarr.</summary>
    private const int TooFar = 10;

    private readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<IOperation>>> _byTurn = new();

    /// <summary>Why a query of <paramref name="operation"/> is the smaller part of each turn of <paramref name="repeat"/>, as a clause; null when nothing says so.</summary>
    public string? Because(Repeat repeat, IOperation operation, CallStep step, CancellationToken cancellationToken)
    {
        if (Calls(step, cancellationToken))
            return "what it calls also waits for another service";

        var others = _byTurn.GetValue(repeat.Inside, inside => new(InTurn(inside, cancellationToken))).Value;
        return others.Any(o => o != operation && !OperationShape.Ancestors(o).Contains(operation)) ? "each turn also waits for another service" : null;
    }

    private ImmutableArray<IOperation> InTurn(IOperation inside, CancellationToken cancellationToken)
    {
        var calls = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var operation in MemberBodies.Operations(inside))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (operation is IInvocationOperation && steps.Of(operation, cancellationToken) is { } step && Calls(step, cancellationToken))
                calls.Add(operation);
        }

        return calls.ToImmutable();
    }

    // A cache answers faster than the database; what rests on how things are called is too little to go by, and so is what another assembly says about
    // something far away or on a branch.
    private bool Calls(CallStep step, CancellationToken cancellationToken) =>
        effects.Find(step, EffectQuestion.Remote, cancellationToken) is { IsLikelyOnly: false, IsRemembered: false, Last.Fact: null or { System: not "cache" }, Distance: <= TooFar } path &&
        path.Last.Chosen is null or { IsSometimes: false, Hops: <= NearBy } &&
        Elsewhere(path) is null or { Distance: <= InSight };

    // What happens in the bodies of another project, where they are in sight as in an editor; a build is told of it instead.
    private EffectPath? Elsewhere(EffectPath path)
    {
        for (var i = 1; i < path.Members.Length; i++)
        {
            if (path.Members[i] is { } member && !SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, assembly))
                return new(path.Steps.RemoveRange(0, i), path.Members.RemoveRange(0, i));
        }

        return null;
    }
}
