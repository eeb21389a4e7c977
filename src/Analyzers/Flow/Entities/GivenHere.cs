using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>What one call hands to the members that it may run, as far as they read navigations of it. Looked up once for the call, however many of them read how much.</summary>
/// <param name="member">The member in whose body the call stands, when others have led here; it is not looked into again.</param>
/// <param name="call">The call.</param>
/// <param name="provenance">Where values come from.</param>
/// <param name="steps">How often the call runs.</param>
/// <param name="cancellationToken">Cancels it.</param>
internal sealed class GivenHere(ISymbol? member, IOperation call, Provenance provenance, CallSteps steps, CancellationToken cancellationToken)
{
    // A call has few arguments, and those who look into one want few types of it.
    private readonly List<(IOperation Value, ITypeSymbol Wanted, EntityOrigin? Origin)> _origins = [];
    private readonly Lazy<Repeat?> _repeat = new(() => steps.RepeatOf(call, cancellationToken));

    /// <summary>What is a read of <paramref name="target"/> there, as a read of what the call hands over; null where that is not known, and for a way that comes back here.</summary>
    public NavigationRead? Passed(NavigationRead read, IOperation value, IMethodSymbol target)
    {
        if (member is not null && (SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, member) || read.Through.Contains(member, SymbolEqualityComparer.Default)))
            return null;

        var wanted = read.Owner.At.IsEmpty ? read.Owner.Entity ?? read.Reference.Property.ContainingType : read.Owner.At[0].ContainingType;
        return OriginOf(value, wanted) is { IsNothing: false } given && Navigations.IsKindOf(given.Entity, wanted) && read.Owner.Given(given) is { } owner
            ? read with { Owner = owner, Via = read.Via.Insert(0, call), Through = read.Through.Add(target.OriginalDefinition), Repeat = read.Repeat ?? _repeat.Value }
            : null;
    }

    private EntityOrigin? OriginOf(IOperation value, ITypeSymbol wanted)
    {
        foreach (var known in _origins)
        {
            if (known.Value == value && SymbolEqualityComparer.Default.Equals(known.Wanted, wanted))
                return known.Origin;
        }

        var origin = provenance.Of(value, wanted, cancellationToken);
        _origins.Add((value, wanted, origin));
        return origin;
    }
}
