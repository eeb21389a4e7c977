using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>Which round trips a search looks for.</summary>
internal enum EffectQuestion
{
    /// <summary>Reads of a database.</summary>
    DatabaseRead,

    /// <summary>Writes to a database, commits and transactions.</summary>
    DatabaseWrite,

    /// <summary>Calls of other services: HTTP, gRPC, caches, queues, blobs, search engines, mail.</summary>
    Remote,
}

/// <summary>The answer to <see cref="EffectQuestion"/> for one API.</summary>
internal static class EffectQuestionAnswers
{
    /// <summary>Whether the API is what the question asks for.</summary>
    public static bool Includes(this EffectQuestion question, ApiFact fact) => question == Of(fact);

    /// <summary>The question to which an API is an answer.</summary>
    public static EffectQuestion? Of(ApiFact fact) => fact switch
    {
        { System: "db", Effect: ApiEffect.Read or ApiEffect.Materialize or ApiEffect.LoadNavigation or ApiEffect.Compiled } => EffectQuestion.DatabaseRead,
        { System: "db", Effect: ApiEffect.Write or ApiEffect.Commit } => EffectQuestion.DatabaseWrite,
        { System: not ("db" or "file" or "") } when fact.IsRoundTrip || fact.Effect is ApiEffect.Materialize => EffectQuestion.Remote,
        _ => null,
    };
}
