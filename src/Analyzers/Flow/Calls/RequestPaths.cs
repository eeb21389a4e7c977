using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Calls;

/// <summary>Is this run while a request, a message or a job waits? A search from the function back to a handler, over the callers in sight.</summary>
internal sealed class RequestPaths(ApiIndex apis, Callers callers, CallSteps steps, MemberBodies bodies)
{
    /// <summary>Functions whose callers one search asks for.</summary>
    private const int MaxFunctions = 2_000;

    /// <summary>Below this many synchronous handlers each is a finding of its own, whatever the others do.</summary>
    private const int ManyHandlers = 20;

    private readonly object _gate = new();
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _paths = new(SymbolEqualityComparer.Default);
    private HandlerCounts? _handlers;
    private ImmutableArray<(InvocationExpressionSyntax Call, ImmutableHashSet<string> Names)> _mapping;

    /// <summary>The members by which a request gets to a function, the handler first, the function last; empty when none is seen to.</summary>
    public ImmutableArray<IMethodSymbol> To(ISymbol function, CancellationToken cancellationToken)
    {
        if (!apis.KnowsRequests)
            return [];

        for (var symbol = function; symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (PathTo(method.OriginalDefinition, cancellationToken) is { IsEmpty: false } path)
                return path;

            // taskQueue.Add(() => db.SaveChanges()): the thread of the queue waits, and not that of the member.
            if (method.MethodKind is MethodKind.AnonymousFunction && bodies.Of(method, cancellationToken) is { } lambda && steps.IsRunElsewhere(lambda, cancellationToken))
                return [];
        }

        return [];
    }

    /// <summary>
    /// Why one more synchronous handler is no news, as a clause: most handlers of the program are, and there are many. Null where it stands out.
    /// </summary>
    public string? UsualBecause(CancellationToken cancellationToken)
    {
        lock (_gate)
            _handlers ??= Count(cancellationToken);

        var (synchronous, all) = (_handlers.Synchronous, _handlers.All);
        return synchronous >= ManyHandlers && synchronous * 2 > all ? $"{synchronous} of {all} handlers are synchronous here, which is one decision" : null;
    }

    // The shortest way, breadth first.
    private ImmutableArray<IMethodSymbol> PathTo(IMethodSymbol function, CancellationToken cancellationToken)
    {
        if (_paths.TryGetValue(function, out var known))
            return known;

        var next = new Dictionary<IMethodSymbol, IMethodSymbol?>(SymbolEqualityComparer.Default) { [function] = null };
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(function);
        while (pending.Count > 0 && next.Count < MaxFunctions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var current = pending.Dequeue();
            if (IsHandler(current) || IsMapped(current, cancellationToken))
                return _paths.GetOrAdd(function, PathFrom(current));

            // That there is a way is no reason to take it: which one is found must not depend on what was asked before.
            if (_paths.TryGetValue(current, out var way) && way.IsEmpty)
                continue;

            foreach (var caller in callers.Of(current, cancellationToken))
            {
                if (!next.ContainsKey(caller))
                {
                    next.Add(caller, current);
                    pending.Enqueue(caller);
                }
            }
        }

        // Nobody who was asked is called for a request, so none of them is.
        if (pending.Count == 0)
        {
            foreach (var asked in next.Keys)
                _paths.TryAdd(asked, []);
        }

        return [];

        ImmutableArray<IMethodSymbol> PathFrom(IMethodSymbol start)
        {
            var path = ImmutableArray.CreateBuilder<IMethodSymbol>();
            for (IMethodSymbol? at = start; at is not null; at = next[at])
                path.Add(at);

            return path.ToImmutable();
        }
    }

    /// <summary>Whether a method is called by the framework for a request.</summary>
    public bool IsHandler(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ContainingType: { TypeKind: TypeKind.Class } type } &&
        ((!method.IsStatic && ((IsCallable(method) && (IsOfHandler(type) || Implements(method, type))) || method.Parameters.Any(p => apis.IsRequest(p.Type)))) || apis.IsMarkedAsHandler(method));

    private bool IsOfHandler(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (apis.IsRequestItself(current) || current.GetAttributes().Any(a => apis.IsRequest(a.AttributeClass)))
                return true;
        }

        // An interface without members says it of the class.
        return type.AllInterfaces.Any(i => i.GetMembers().IsEmpty && apis.IsRequestItself(i));
    }

    // A class that implements a handler's interface has other methods too.
    private bool Implements(IMethodSymbol method, INamedTypeSymbol type) => type.AllInterfaces
        .Where(i => apis.IsRequest(i)).SelectMany(i => i.GetMembers())
        .Any(m => SymbolEqualityComparer.Default.Equals(Dispatch.ImplementationIn(type, m), method));

    private static bool IsCallable(IMethodSymbol method) => method is { IsAbstract: false } &&
        (method.DeclaredAccessibility is Accessibility.Public || method.IsOverride || method.MethodKind is MethodKind.ExplicitInterfaceImplementation) &&
        method.Name is not ("Dispose" or "ToString" or "Equals" or "GetHashCode");

    // Found from what is declared and from the files that map: a keystroke anywhere else changes nothing.
    private HandlerCounts Count(CancellationToken cancellationToken)
    {
        ImmutableArray<SyntaxTree> mapping = [.. Mapping(cancellationToken).Select(m => m.Call.SyntaxTree).Distinct()];
        var declarations = Declarations.Of(bodies.Compilation);
        if (declarations.Known<HandlerCounts>(mapping) is { } known && known.Tables.SequenceEqual(apis.Sections))
            return known;

        var (synchronous, all) = (0, 0);
        foreach (var handler in Handlers(cancellationToken))
            (synchronous, all) = (synchronous + (TaskTypes.IsTask(handler.ReturnType) ? 0 : 1), all + 1);

        var counts = new HandlerCounts(synchronous, all, apis.Sections);
        declarations.Keep(mapping, counts);
        return counts;
    }

    private IEnumerable<IMethodSymbol> Handlers(CancellationToken cancellationToken)
    {
        foreach (var type in TypeLookup.TypesOf(bodies.Compilation.Assembly))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // What renders a page or component is made so, and nobody decided that.
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => IsHandler(m) && m.Locations.Any(RazorSource.IsWritten)))
                yield return method;
        }

        foreach (var mapped in Mapping(cancellationToken).SelectMany(m => MappedBy(m.Call, cancellationToken)).ToImmutableHashSet<IMethodSymbol>(SymbolEqualityComparer.Default))
            yield return mapped;
    }

    // Names first: of all calls that map, only those are bound that the lambda stands in, or that name the method.
    private bool IsMapped(IMethodSymbol function, CancellationToken cancellationToken)
    {
        var calls = function.MethodKind is MethodKind.AnonymousFunction
            ? function.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).Ancestors()).OfType<InvocationExpressionSyntax>().Where(MayMap)
            : Mapping(cancellationToken).Where(m => m.Names.Contains(function.Name)).Select(m => m.Call);
        return calls.Any(c => MappedBy(c, cancellationToken).Contains(function, SymbolEqualityComparer.Default));
    }

    // Each with the names that may be those of methods that it is given: what is called is not handed over.
    private ImmutableArray<(InvocationExpressionSyntax Call, ImmutableHashSet<string> Names)> Mapping(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_mapping.IsDefault)
            {
                _mapping =
                [
                    .. from file in bodies.Compilation.SyntaxTrees.Select(SourceFile.Of)
                       from name in file.Names.Where(apis.MayHandleRequests)
                       from node in file.Named(name, cancellationToken)
                       let call = node.Parent?.Parent as InvocationExpressionSyntax
                       where call is not null && call.Expression == node.Parent && MayMap(call)
                       select (call, NamesIn(call)),
                ];
            }

            return _mapping;
        }
    }

    private static ImmutableHashSet<string> NamesIn(InvocationExpressionSyntax call) => call.ArgumentList.DescendantNodes().OfType<SimpleNameSyntax>()
        .Where(n => !IsCalled(n.Parent is MemberAccessExpressionSyntax access && access.Name == n ? access : n))
        .Select(n => n.Identifier.ValueText).ToImmutableHashSet(StringComparer.Ordinal);

    private static bool IsCalled(SyntaxNode name) => name.Parent is InvocationExpressionSyntax call && call.Expression == name;

    private bool MayMap(InvocationExpressionSyntax call) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }, ArgumentList.Arguments.Count: > 0 } && apis.MayHandleRequests(name);

    // app.MapGet("/orders/{id}", (int id, Orders orders) => ...)
    private IEnumerable<IMethodSymbol> MappedBy(InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (bodies.OperationOf(call, cancellationToken) is not IInvocationOperation operation || apis.Find(operation.TargetMethod)?.Effect is not ApiEffect.Request)
            yield break;

        foreach (var given in operation.Arguments.SelectMany(a => a.Value.DescendantsAndSelf().Take(4)))
        {
            if (given is IAnonymousFunctionOperation { Symbol: var lambda })
                yield return lambda;
            else if (given is IMethodReferenceOperation { Method: var method })
                yield return method.OriginalDefinition;
        }
    }

    /// <summary>How many functions the framework calls for requests, and how many of them are synchronous, by what the tables say.</summary>
    private sealed record HandlerCounts(int Synchronous, int All, ImmutableArray<ApiSection> Tables);
}
