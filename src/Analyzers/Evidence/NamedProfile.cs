using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Evidence;

/// <summary>A profile that an attribute names.</summary>
/// <param name="Profile">Its name.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="NeedsMember">The attribute says that the profile has a measurement of the member.</param>
internal sealed record NamedProfile(string Profile, AttributeData Attribute, bool NeedsMember)
{
    /// <summary>Where the attribute is written; null when it is not in source.</summary>
    public Location? Location => Attribute.ApplicationSyntaxReference is { } syntax ? Microsoft.CodeAnalysis.Location.Create(syntax.SyntaxTree, syntax.Span) : null;

    /// <summary>The profiles that the attributes of a symbol name.</summary>
    public static IEnumerable<NamedProfile> Of(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var (name, needsMember) = attribute switch
            {
                _ when ProductAttribute.Is(attribute, "ProfilerEvidenceAttribute") && attribute.ConstructorArguments.Length == 1 => (attribute.ConstructorArguments[0].Value as string, true),
                _ when ProductAttribute.Is(attribute, "PerformanceBudgetAttribute") => (ProductAttribute.Text(attribute, "Profile"), true),
                // What was looked at and accepted may have cost too little to be in the profile.
                _ when ProductAttribute.Is(attribute, "AcceptedCostAttribute") => (ProductAttribute.Text(attribute, "Profile"), false),
                _ => (null, false),
            };
            if (!string.IsNullOrWhiteSpace(name))
                yield return new(name!, attribute, needsMember);
        }
    }
}
