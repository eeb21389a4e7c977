using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>The member that a loop could call once instead of one for each element, where that would help.</summary>
internal sealed class BulkTwins(Dispatch dispatch, MemberBodies bodies)
{
    private readonly ConcurrentDictionary<IMethodSymbol, BulkTwin?> _twins = new(SymbolEqualityComparer.Default);

    /// <summary>The twin of a member called in a loop of another; null when there is none, or it would be the same loop again.</summary>
    public BulkTwin? Of(IMethodSymbol method, ISymbol caller, CancellationToken cancellationToken)
    {
        if (_twins.GetOrAdd(method, BulkTwin.Of) is not { } twin)
            return null;

        // The member for many is often the loop over the member for one, and would be told to call itself.
        foreach (var target in dispatch.Targets(twin.Method))
        {
            if (SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, caller.OriginalDefinition) || bodies.Of(target, cancellationToken) is { } body && Calls(body, method))
                return null;
        }

        return twin;
    }

    private bool Calls(IOperation body, IMethodSymbol method)
    {
        var own = dispatch.Targets(method);
        return body.Descendants().OfType<IInvocationOperation>().Any(call => IsSame(call.TargetMethod, method) || own.Any(target => IsSame(call.TargetMethod, target)));
    }

    private static bool IsSame(IMethodSymbol a, IMethodSymbol b) => SymbolEqualityComparer.Default.Equals(a.OriginalDefinition, b.OriginalDefinition);
}
