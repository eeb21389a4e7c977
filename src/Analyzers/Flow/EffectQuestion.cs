using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>Which round trips a search looks for.</summary>
internal enum EffectQuestion
{
    /// <summary>Reads of a database.</summary>
    DatabaseRead,
}

/// <summary>The answer to <see cref="EffectQuestion"/> for one API.</summary>
internal static class EffectQuestionAnswers
{
    /// <summary>Whether the API is what the question asks for.</summary>
    public static bool Includes(this EffectQuestion question, ApiFact fact) => question switch
    {
        EffectQuestion.DatabaseRead => fact is { System: "db", Effect: ApiEffect.Read or ApiEffect.Materialize or ApiEffect.LoadNavigation },
        _ => false,
    };
}
