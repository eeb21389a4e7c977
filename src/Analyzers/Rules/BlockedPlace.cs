using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Waits;

namespace PerfAnalyzers.Rules;

/// <summary>Does it matter that a thread is blocked here? What the rules about threads that wait share.</summary>
/// <param name="Await">Whether an <c>await</c> could stand there.</param>
/// <param name="Request">The members by which a request gets there, the handler first; empty when none is seen to.</param>
/// <param name="IsExempt">Nobody would want to know.</param>
/// <param name="LessBecause">Why it deserves less than a warning; null when it does not.</param>
internal sealed record BlockedPlace(AwaitPlace Await, ImmutableArray<IMethodSymbol> Request, bool IsExempt, string? LessBecause)
{
    private static readonly BlockedPlace s_exempt = new(default, [], true, null);

    /// <summary>What a chain shows at most; the first and the last say most.</summary>
    private const int LongestChain = 6;

    /// <summary>What a name may end with that its asynchronous namesake does not: <c>ing</c>.</summary>
    private const int LongestEnding = 3;

    /// <summary>The way of the request as a clause of a message, or nothing.</summary>
    public string OnTheWay => Request.Length > 1 ? $", on the way of a request through {Chain}" : "";

    /// <summary>The members in words: <c>OrdersController.Get -> Orders.Load</c>.</summary>
    public string Chain => string.Join(" -> ", Names());

    /// <summary>The answer for an operation of <paramref name="member"/>.</summary>
    public static BlockedPlace Of(IOperation operation, ISymbol member, AnalysisSession session, CancellationToken cancellationToken, bool isTranslatable = false)
    {
        var place = AwaitPlace.Of(operation, member, session.Apis, isTranslatable);
        if (place.Kind is AwaitPlaceKind.Translated || AsyncFlag.IsOff(operation) || AsyncProviders.AreExcluded(operation) ||
            (session.IsTestProject && !session.OptionsOf(operation.Syntax.SyntaxTree).WaitsInTests) ||
            (IsMain(member) && SymbolEqualityComparer.Default.Equals(place.Function, member)))
        {
            return s_exempt;
        }

        if (IsDisposal(place.Function))
        {
            return HasAsynchronousTwin(place.Function!.ContainingType)
                ? new(place, [], false, "whoever disposes asynchronously does not get here")
                : s_exempt;
        }

        if (session.Compilation.Options.OutputKind is OutputKind.ConsoleApplication && !session.Apis.KnowsRequests)
            return new(place, [], false, "in a console program");

        if (place.CanAwait)
            return new(place, [], false, null);

        // A lambda or local function is run by what its member does with it.
        var request = session.Requests.To((ISymbol?)place.Function ?? member, cancellationToken);
        return new(place, request, false, request.IsEmpty ? place.Because + ", and no request is seen to get here"
            : PrescribedBecause(place.Function) ?? request.Select(Place.Of).FirstOrDefault(b => b is not null));
    }

    private IEnumerable<string> Names()
    {
        var names = Request.Select(m => m.MethodKind is MethodKind.AnonymousFunction ? "lambda" : m.MethodKind is MethodKind.Constructor ? "new " + m.ContainingType.Name : $"{m.ContainingType.Name}.{(m.AssociatedSymbol ?? m).Name}").ToList();
        return names.Count <= LongestChain ? names : names.Take(LongestChain / 2).Append("...").Concat(names.Skip(names.Count - (LongestChain / 2)));
    }

    // ICookieManager.DeleteCookie: what a library calls synchronously cannot become async, unless it has a namesake that is.
    private static string? PrescribedBecause(IMethodSymbol? function)
    {
        if (function is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ContainingType: { } type })
            return null;

        var overridden = function;
        while (overridden.OverriddenMethod is { } next)
            overridden = next;

        var prescribed = type.AllInterfaces.SelectMany(i => i.GetMembers().OfType<IMethodSymbol>())
            .Where(m => SymbolEqualityComparer.Default.Equals(Dispatch.ImplementationIn(type, m), function)).Append(overridden)
            .FirstOrDefault(m => m.DeclaringSyntaxReferences.IsEmpty && !HasAsynchronousNamesake(m));
        return prescribed is null ? null : $"'{prescribed.ContainingType.Name}.{prescribed.Name}' of another assembly is synchronous";
    }

    // OnActionExecuting and OnActionExecutionAsync, IResultFilter and IAsyncResultFilter.
    private static bool HasAsynchronousNamesake(IMethodSymbol method)
    {
        var type = method.ContainingType;
        var stem = method.Name.Length > LongestEnding + 3 ? method.Name.Substring(0, method.Name.Length - LongestEnding) : method.Name;
        return type.GetMembers().Any(m => m.Name.StartsWith(stem, StringComparison.Ordinal) && m.Name.EndsWith("Async", StringComparison.Ordinal)) ||
            (type.TypeKind is TypeKind.Interface && type.ContainingNamespace.GetTypeMembers("IAsync" + type.Name.Substring(1)).Length > 0);
    }

    // Of several, an option that is not seen here tells which one the program starts with.
    private static bool IsMain(ISymbol member) => member is IMethodSymbol { Name: WellKnownMemberNames.EntryPointMethodName or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName, IsStatic: true, Parameters: { Length: <= 1 } given } && given.All(p => p.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String });

    private static bool IsDisposal(IMethodSymbol? method) => method is { MethodKind: MethodKind.Destructor } or { Name: "Dispose" or "System.IDisposable.Dispose", ReturnsVoid: true };

    private static bool HasAsynchronousTwin(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i is { Name: "IAsyncDisposable", ContainingNamespace.Name: "System" });
}
