using Microsoft.CodeAnalysis;
using PerfAnalyzers.Evidence;

namespace PerfAnalyzers;

/// <summary>An <c>[AcceptedCost]</c> that covers a finding.</summary>
/// <param name="Because">The reason; null when none is given, in which case nothing is accepted.</param>
/// <param name="Profile">The profile that was looked at, if it is named.</param>
internal sealed record Acceptance(string? Because, string? Profile)
{
    /// <summary>The attribute on the member or a type around it; by name, so that a user may copy the attribute's source.</summary>
    public static Acceptance? Of(ISymbol member, string ruleId)
    {
        for (var symbol = member; symbol is not null and not INamespaceSymbol; symbol = (symbol as IMethodSymbol)?.AssociatedSymbol ?? symbol.ContainingSymbol)
        {
            foreach (var attribute in symbol.GetAttributes())
            {
                if (ProductAttribute.Is(attribute, "AcceptedCostAttribute") &&
                    attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value as string == ruleId)
                {
                    return new(ProductAttribute.Text(attribute, "Because"), ProductAttribute.Text(attribute, "Profile"));
                }
            }
        }

        return null;
    }

    /// <summary>Whether the evidence says that the place is hot. In the profile that was looked at it was, when it was accepted; that is no news.</summary>
    public bool IsRevokedBy(Verdict verdict, PerfOptions options) =>
        verdict is { State: EvidenceState.Confirmed, Measurement: { } measured } && measured.Profile.Name != Profile && measured.IsHot(options);
}
