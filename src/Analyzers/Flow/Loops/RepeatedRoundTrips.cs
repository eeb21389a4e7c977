using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Which round trips does one run of a member repeat? The answer that all rules about repetition share: computed once for a body, however
/// many of them ask.
/// </summary>
internal sealed class RepeatedRoundTrips(Repetition repetition, LoopGuards guards, CallSteps steps, CallEffects effects, Recursion recursion, SameQuestion same, AskedAgain again, ConcurrencyLimits limits, LongerWork longer, FewGiven given)
{
    /// <summary>Whatever leaves the process.</summary>
    public static readonly ImmutableArray<EffectQuestion> Questions = [EffectQuestion.DatabaseRead, EffectQuestion.DatabaseWrite, EffectQuestion.Remote];

    private readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<RepeatedRoundTrip>>> _byBody = new();

    /// <summary>The repeated round trips of a member, in the order of the code: one for each cause.</summary>
    public ImmutableArray<RepeatedRoundTrip> In(ISymbol member, ImmutableArray<IOperation> bodies, CancellationToken cancellationToken)
    {
        if (bodies.IsEmpty)
            return [];

        if (_byBody.TryGetValue(bodies[0], out var known))
            return known.Value;

        var found = Find(member, bodies, cancellationToken);
        return _byBody.GetValue(bodies[0], _ => new(found)).Value;
    }

    private ImmutableArray<RepeatedRoundTrip> Find(ISymbol member, ImmutableArray<IOperation> bodies, CancellationToken cancellationToken)
    {
        if (bodies.Any(MemberBodies.IsGiant))
            return [];

        // One finding for one cause: several queries on one line of one loop are one.
        var found = new Dictionary<(IOperation? Construct, int Line), RepeatedRoundTrip>();
        foreach (var body in bodies)
        {
            // Where nothing is run more often than the body, only a call that leads back repeats.
            var operations = BodyOperations.Of(body);
            foreach (var operation in operations.MayRepeat ? operations.All : ImmutableArray<IOperation>.CastUp(operations.Calls))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Of(operation, member, cancellationToken) is not { } repeated)
                    continue;

                var key = (repeated.Repeat?.Construct, operation.Syntax.SyntaxTree.GetLineSpan(repeated.Path.Steps[0].Location.SourceSpan, cancellationToken).StartLinePosition.Line);
                if (!found.TryGetValue(key, out var earlier) || Weight(repeated) < Weight(earlier))
                    found[key] = repeated;
            }
        }

        foreach (var (call, path, before) in bodies.SelectMany(b => again.In(b, cancellationToken)))
        {
            if (!found.Values.Any(r => r.Operation == call))
                found[(call, 0)] = new(call, RepetitionKind.AskedBefore, EffectQuestion.DatabaseRead, path) { Before = before, SmallBecause = "once more, however much data there is" };
        }

        return OnePerLoop([.. found.Values.OrderBy(r => r.Operation.Syntax.SpanStart)]);
    }

    // Whoever looks at the loop because of its first round trip sees the others, too: they are listed, and do not shout.
    private static ImmutableArray<RepeatedRoundTrip> OnePerLoop(ImmutableArray<RepeatedRoundTrip> found)
    {
        var loops = new HashSet<(IOperation, bool IsLikelyOnly)>();
        var ranked = ImmutableArray.CreateBuilder<RepeatedRoundTrip>(found.Length);
        foreach (var repeated in found)
        {
            // What is only likely is no reason for what is certain to step back.
            // A turn that calls another service does so, whatever makes that call one to live with.
            var isFurther = repeated is { Guard: Guard.None, Repeat.Construct: { } loop } && (repeated.SmallBecause is null || repeated.Question is EffectQuestion.Remote) && !loops.Add((loop, repeated.Path.IsLikelyOnly));
            ranked.Add(isFurther && repeated.SmallBecause is null ? repeated with { SmallBecause = "beside another round trip of the same loop" } : repeated);
        }

        return ranked.ToImmutable();
    }

    private static int Weight(RepeatedRoundTrip repeated) =>
        CostOf(repeated.Path) + (repeated.Kind is RepetitionKind.PerRecursion ? 0 : 1) + (repeated.Guard is Guard.None ? 0 : 100) + (repeated.SmallBecause is null ? 0 : 50);

    // What is certain is shown before what is only likely, however far it is.
    private static int CostOf(EffectPath path) => path.Cost + (path.IsLikelyOnly ? 50 : 0);

    private RepeatedRoundTrip? Of(IOperation operation, ISymbol member, CancellationToken cancellationToken)
    {
        if (!CanLeadSomewhere(operation))
            return null;

        var recurses = operation is IInvocationOperation call && recursion.IsRecursive(call, member, cancellationToken);
        if (!recurses && repetition.OfItself(operation) is null && !repetition.Enclosing(operation, cancellationToken).Any())
            return null;

        // What guards an operation of a loop is asked of those that may lead to a round trip, of which there are few.
        if (steps.Of(operation, cancellationToken) is not { } step || !Questions.Any(q => effects.MayLead(step, q)))
            return null;

        var candidate = Candidate(operation, cancellationToken);
        if (recurses)
            return PerStep((IInvocationOperation)operation, candidate?.Repeat, step, cancellationToken);

        if (candidate is not var (repeat, guard))
            return null;

        RepeatedRoundTrip? best = null;
        foreach (var question in Questions)
        {
            // What a callee repeats itself is a finding there, and there is where it is mended.
            if (effects.Find(step, question, cancellationToken) is not { IsRepeatedOnTheWay: false } path || (best is not null && CostOf(path) >= CostOf(best.Path)))
                continue;

            var kind = question is EffectQuestion.DatabaseRead && same.IsAskedEachTime(operation, repeat, path) ? RepetitionKind.SameEachTime : RepetitionKind.PerElement;
            // A memory answers what was asked before; what is asked for the first time, it passes on.
            if (path.IsRemembered && (kind is RepetitionKind.SameEachTime || !path.IsOncePerKey))
                continue;

            best = new(operation, kind, question, path) { Repeat = repeat, Guard = guard, SmallBecause = SmallBecause(operation, kind, question, path, repeat, step, cancellationToken) };
        }

        return best;
    }

    private string? SmallBecause(IOperation operation, RepetitionKind kind, EffectQuestion question, EffectPath path, Repeat repeat, CallStep step, CancellationToken cancellationToken)
    {
        var ofService = question is EffectQuestion.Remote
            ? limits.AtOnceBecause(repeat, operation, path, cancellationToken) ?? LoopScale.OneAfterTheOtherBecause(repeat, operation) ?? WebPages.Because(repeat, operation)
            : null;
        return ofService ?? ConcurrencyLimits.WorkersBecause(repeat, operation) ?? LoopScale.SmallBecause(repeat, operation) ?? given.Because(repeat, cancellationToken) ??
            (question is not EffectQuestion.Remote && kind is RepetitionKind.PerElement ? longer.Because(repeat, operation, step, cancellationToken) : null);
    }

    private RepeatedRoundTrip? PerStep(IInvocationOperation call, Repeat? repeat, CallStep step, CancellationToken cancellationToken)
    {
        foreach (var question in Questions)
        {
            if (effects.Find(step, question, cancellationToken) is { IsRemembered: false } path)
            {
                return new(call, RepetitionKind.PerRecursion, question, path)
                {
                    Repeat = repeat,
                    SmallBecause = repeat is null ? "one after the other, down a chain that is seldom long" : LoopScale.FewBecause(repeat),
                };
            }
        }

        return null;
    }

    private static bool CanLeadSomewhere(IOperation operation) => operation
        is IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation or IForEachLoopOperation or ISpreadOperation
        or IUsingOperation or IUsingDeclarationOperation or IInvalidOperation or IDeconstructionAssignmentOperation or IRecursivePatternOperation
        || OperationShape.OperatorOf(operation) is not null || (operation is IReturnOperation returned && RowsGoneThrough.MayBeFlattened(returned)) || Repetition.IsHandedOver(operation);

    // The innermost construct that multiplies the operation. A guard that makes it another kind of loop leaves the loops around it in question.
    private (Repeat Repeat, Guard Guard)? Candidate(IOperation operation, CancellationToken cancellationToken)
    {
        (Repeat, Guard)? quieter = null;
        foreach (var repeat in repetition.Enclosing(operation, cancellationToken))
        {
            switch (guards.Of(repeat, operation))
            {
                case Guard.None:
                    return (repeat, Guard.None);
                case Guard.OnError or Guard.Remembered:
                    return null;
                case var guard and (Guard.StopsAtHit or Guard.OneElement or Guard.FewElements or Guard.Throttled or Guard.OncePerKey):
                    quieter ??= (repeat, guard);
                    break;
            }
        }

        return quieter ?? (repetition.OfItself(operation) is { Source: { } all } itself ? (itself, guards.IsFew(all) ? Guard.FewElements : Guard.None) : null);
    }
}
