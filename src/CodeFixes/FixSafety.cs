namespace PerfAnalyzers.CodeFixes;

/// <summary>What a fix promises about the program's behaviour. Each rule page has the details under "Fix safety".</summary>
public enum FixSafety
{
    /// <summary>Same results, same exceptions: offered for Fix All.</summary>
    Safe,

    /// <summary>A person should look at each change: the title says so, and there is no Fix All.</summary>
    ReviewNeeded,
}
