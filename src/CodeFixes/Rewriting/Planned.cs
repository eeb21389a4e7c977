namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>A plan, or the reason why there is none. The reason is what tests of refusals compare.</summary>
internal readonly record struct Planned<T>(T? Value, string? Refusal)
    where T : class
{
    public static implicit operator Planned<T>(T value) => new(value, null);

    public static implicit operator Planned<T>(Refused refused) => new(null, refused.Reason);
}

/// <summary>Why there is no plan.</summary>
internal readonly record struct Refused(string Reason);
