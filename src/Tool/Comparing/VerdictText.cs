namespace PerfAnalyzers.Tool.Comparing;

/// <summary>Verdicts as they are shown and written.</summary>
internal static class VerdictText
{
    /// <summary>The verdict on a whole in which nothing is more than noise.</summary>
    public const string NoChange = "no measurable change";

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.WithinNoise => "within noise",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
