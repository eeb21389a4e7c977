using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Which queues without a limit live as long as the process, are written to again and again, and are read by nobody, or by who makes a round trip for each thing?</summary>
internal sealed class Channels(MemoryApis memory, MemberBodies bodies, MemberUses uses, Lifetimes lifetimes, Runs runs, StoredValues stored, CallEffects effects)
{
    private static readonly EffectQuestion[] s_questions = [EffectQuestion.DatabaseWrite, EffectQuestion.DatabaseRead, EffectQuestion.Remote];

    private readonly ConcurrentDictionary<SyntaxNode, GrowingStore?> _known = new();

    /// <summary>The queue that a call writes to, when it fills and this is the call to tell about.</summary>
    public GrowingStore? At(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (memory.Find(call.TargetMethod, call.Instance?.Type) is not ApiEffect.Enqueues || call.Instance is null || MadeAt(call.Instance, 0, cancellationToken) is not { } made)
            return null;

        var found = _known.TryGetValue(made.Syntax, out var known) ? known : _known.GetOrAdd(made.Syntax, Find(made, cancellationToken));
        return found?.Add.Syntax == call.Syntax ? found : null;
    }

    // _jobs.Writer, a writer that a field keeps, a channel in a variable: back to Channel.CreateUnbounded.
    private IInvocationOperation? MadeAt(IOperation value, int depth, CancellationToken cancellationToken)
    {
        if (depth > ChannelUses.MaxSteps)
            return null;

        switch (OperationShape.Unwrap(value))
        {
            case IInvocationOperation made when memory.Find(made.TargetMethod, null) is ApiEffect.Unbounded:
                return made;
            case IPropertyReferenceOperation { Instance: { } channel } part when ChannelUses.IsEnd(part.Type):
                return MadeAt(channel, depth + 1, cancellationToken);
            case IFieldReferenceOperation { Field: var field }:
                return Only(stored.Of(field, cancellationToken));
            case IPropertyReferenceOperation { Property: var property } when Lifetimes.IsAutomatic(property):
                return Only(stored.Of(property, cancellationToken));
            case ILocalReferenceOperation local when LocalDefinitions.Single(local) is { } definition:
                return MadeAt(definition, depth + 1, cancellationToken);
            default:
                return null;
        }

        // What is put into it is no value of the field.
        IInvocationOperation? Only(IEnumerable<IOperation> values) => values.Where(v => v.Parent is not IArgumentOperation).ToList() is { Count: 1 } own ? MadeAt(own[0], depth + 1, cancellationToken) : null;
    }

    private GrowingStore? Find(IInvocationOperation made, CancellationToken cancellationToken)
    {
        var all = new ChannelUses(memory, bodies, uses).Of(made, cancellationToken);
        if (all.IsGivenAway || HolderOf(all, cancellationToken) is not var (name, holder) || QueueOf(all, cancellationToken) is not var (queue, doubt))
            return null;

        var candidates =
            from write in all.Writes
            let run = RunOf(write, all, cancellationToken)
            where run.Kind is not RunKind.Once
            let unsure = holder.Doubt ?? doubt ?? (run.Kind is RunKind.Event ? "an event may be raised a few times only" : null)
            orderby unsure is null descending, run.Kind descending
            select new GrowingStore(write, name, holder, run, []) { Doubt = unsure, Queue = queue, IsRead = all.Reads.Count > 0, MadeAt = made, Type = made.Type };
        return candidates.FirstOrDefault();
    }

    private Run RunOf(IInvocationOperation write, ChannelUses.Found all, CancellationToken cancellationToken) =>
        all.Stores.OfType<ILocalSymbol>().Select(l => runs.OfKept(write, l, cancellationToken)).FirstOrDefault(r => r is not null) ?? runs.Of(write, cancellationToken);

    private (string Name, Holder Holder)? HolderOf(ChannelUses.Found all, CancellationToken cancellationToken)
    {
        foreach (var store in all.Stores)
        {
            if (store is ILocalSymbol local && all.Writes.Any(w => runs.OfKept(w, local, cancellationToken) is not null))
                return (store.Name, new("the captured", IsOfStore: true));

            if (store is IFieldSymbol or IPropertySymbol && lifetimes.HolderOf(store, cancellationToken) is { } holder)
                return (store.Name, holder);
        }

        return null;
    }

    // Nobody reads, or every reader makes a round trip for each thing, which takes longer than to write one.
    private (string Queue, string? Doubt)? QueueOf(ChannelUses.Found all, CancellationToken cancellationToken)
    {
        if (all.Reads.Count == 0)
            return ("nobody reads it", null);

        var names = all.Reads.Select(r => RoundTripAfter(r, cancellationToken)).ToList();
        return names.TrueForAll(n => n is not null) ? ($"who reads it waits for '{names[0]}' each time", "whether more comes than is read is not seen") : null;
    }

    private string? RoundTripAfter(IOperation read, CancellationToken cancellationToken)
    {
        for (IOperation child = read, parent = read.Parent!; parent is not null; (child, parent) = (parent, parent.Parent!))
        {
            if (parent is not ILoopOperation loop || (loop.Body != child && loop is not (IForEachLoopOperation or IWhileLoopOperation)))
                continue;

            foreach (var operation in MemberBodies.Operations(loop.Body).OfType<IInvocationOperation>())
            {
                if (s_questions.Any(q => effects.Find(operation, q, cancellationToken) is not null))
                    return operation.TargetMethod.Name;
            }
        }

        return null;
    }
}
