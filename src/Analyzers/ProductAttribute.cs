using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>The attributes that users write, known by name: somebody may copy their source instead of referencing the assembly.</summary>
internal static class ProductAttribute
{
    /// <summary>Whether it is the attribute <c>PerfAnalyzers.{name}</c>.</summary>
    public static bool Is(AttributeData attribute, string name) =>
        attribute.AttributeClass is { ContainingNamespace: { Name: "PerfAnalyzers", ContainingNamespace.IsGlobalNamespace: true } } type && type.Name == name;

    /// <summary>The text of a property that is set, or null.</summary>
    public static string? Text(AttributeData attribute, string property) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == property).Value.Value is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
