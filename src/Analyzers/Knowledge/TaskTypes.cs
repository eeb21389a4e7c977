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

    /// <summary>Whether a type is a task that has a result.</summary>
    public static bool HasResult(ITypeSymbol? type) => IsTask(type) && type is INamedTypeSymbol { TypeArguments.Length: 1 };

    /// <summary>The result of a task that has one; any other type itself.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol? type) => HasResult(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] : type;
}
