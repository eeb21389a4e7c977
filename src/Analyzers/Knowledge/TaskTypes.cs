using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Knowledge;

/// <summary>The tasks of the framework.</summary>
internal static class TaskTypes
{
    /// <summary>Whether a type is a task, with a result or without, that the language awaits without more ado.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is
    {
        Name: "Task" or "ValueTask",
        ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } },
    };
}
