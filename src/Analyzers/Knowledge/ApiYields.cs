namespace PerfAnalyzers.Knowledge;

/// <summary>What the result of an API has to do with the elements of what it is called on.</summary>
internal enum ApiYields
{
    /// <summary>Not stated.</summary>
    Unstated,

    /// <summary>It is one of them, or holds some of them, in whatever container.</summary>
    Same,

    /// <summary>It is, or holds, what the function returns for each of them.</summary>
    Result,
}
