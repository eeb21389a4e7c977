using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Rules;

/// <summary>What to do about a round trip that is repeated, in the words of a message.</summary>
internal static class RepetitionAdvice
{
    /// <summary>What the code itself offers, as a clause: a member that takes all elements at once, or what the library has for many; null when there is neither.</summary>
    public static string? Specific(RepeatedRoundTrip found, ISymbol caller, AnalysisSession session, CancellationToken cancellationToken)
    {
        if (found is not { Kind: RepetitionKind.PerElement, Repeat: { } repeat } || found.Path.Steps[0].Called is not { } called)
            return null;

        if (session.BulkTwins.Of(called, caller, cancellationToken) is { } twin)
            return IsForAll(twin, found.Operation, repeat) ? $"call '{twin.Method.Name}' once for all of them" : null;

        // An overload has been looked for among the twins; what is called otherwise only the tables know: BulkWrite, BatchGetItem.
        return found.Path is { Hops: 0, Last.Fact.BatchTwin: { } forMany } && forMany != called.Name ? $"call '{forMany}' for many at once" : null;
    }

    // AddToRoleAsync(user, role) in a loop over users: the member for many takes the roles of one. What else differs from turn to turn needs a call for each.
    private static bool IsForAll(BulkTwin twin, IOperation operation, Repeat repeat) => operation switch
    {
        IInvocationOperation call => call.Arguments.All(a => a.Parameter is { Ordinal: var ordinal } && (ordinal == twin.Ordinal) != SameQuestion.IsInvariant(a.Value, repeat)),
        IMethodReferenceOperation => twin.Ordinal == 0,
        _ => true,
    };

    /// <summary>The advice as a clause, when nothing more specific is known.</summary>
    public static string For(RepeatedRoundTrip found, AnalysisSession session, CancellationToken cancellationToken) => found switch
    {
        { Kind: RepetitionKind.PerRecursion } => "load what it walks over with one query, and walk in memory",
        { LookedForBy: not null } => "load it once, and test whether it is null",
        { Kind: RepetitionKind.AskedBefore } => "keep the first answer",
        { Kind: RepetitionKind.SameEachTime } => "ask once before the loop and keep the answer",
        { Question: EffectQuestion.DatabaseRead } => "ask for all of them with one query before the loop",
        { Question: EffectQuestion.DatabaseWrite, Path.Last.Fact.Effect: ApiEffect.Commit } => "save once after the loop",
        { Question: EffectQuestion.DatabaseWrite } => "collect the changes and write them with one command",
        // One context serves one caller at a time: at the same time is the one thing that must not be advised here.
        _ when UsesDatabase(found, session, cancellationToken) => "ask for many at once",
        _ => "ask for many at once, or for a limited number at the same time",
    };

    private static bool UsesDatabase(RepeatedRoundTrip found, AnalysisSession session, CancellationToken cancellationToken) =>
        (found.Repeat?.Inside ?? found.Operation).DescendantsAndSelf().Any(o =>
            o is IInvocationOperation or IPropertyReferenceOperation or IObjectCreationOperation or IMethodReferenceOperation &&
            (session.Effects.Find(o, EffectQuestion.DatabaseRead, cancellationToken) ?? session.Effects.Find(o, EffectQuestion.DatabaseWrite, cancellationToken)) is not null);
}
