using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>Questions about null that the compiler answers in pieces.</summary>
internal static class Nullability
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.MinimallyQualifiedFormat;
    private static readonly SymbolDisplayFormat s_formatWithoutAnnotations = s_format.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static bool IsNullableValue(ITypeSymbol? type) => type is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    /// <summary>The type without its question mark, of either kind.</summary>
    public static ITypeSymbol Underlying(ITypeSymbol type) => IsNullableValue(type)
        ? ((INamedTypeSymbol)type).TypeArguments[0]
        : type.WithNullableAnnotation(NullableAnnotation.None);

    /// <summary>
    /// The type as it is written at a place. Where the compiler is not asked about null, a question mark behind a reference type is a warning, and what libraries
    /// say of their own types brings some along.
    /// </summary>
    public static string TextOf(ITypeSymbol type, SemanticModel model, int position) =>
        type.ToMinimalDisplayString(model, position, model.GetNullableContext(position).AnnotationsEnabled() ? s_format : s_formatWithoutAnnotations);

    /// <summary>Whether the variable, field or property is declared to hold null.</summary>
    public static bool MayBeNull(ISymbol? symbol) => OperationShape.TypeOf(symbol) is { } type && (IsNullableValue(type) || type.NullableAnnotation == NullableAnnotation.Annotated);
}
