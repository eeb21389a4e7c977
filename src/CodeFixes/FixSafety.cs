namespace PerfAnalyzers.CodeFixes;

/// <summary>What a fix promises about the program's behaviour. Each rule page has the details under "Fix safety".</summary>
public enum FixSafety
{
    /// <summary>Same results, same exceptions: offered for Fix All.</summary>
    Safe,

    /// <summary>A person should look at each change: the title says so, and there is no Fix All.</summary>
    ReviewNeeded,

    /// <summary>An attribute that says something about the finding; nothing that runs changes. There is no Fix All: each has a reason of its own.</summary>
    Annotation,
}
