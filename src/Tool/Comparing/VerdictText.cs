namespace PerfAnalyzers.Tool.Comparing;

/// <summary>Verdicts as they are shown and written.</summary>
internal static class VerdictText
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.WithinNoise => "within noise",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
