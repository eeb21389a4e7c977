using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow;

/// <summary>
/// Is this run while a request, a message or a job waits? One walk from all handlers of the compilation over the edges of the call graph,
/// made when somebody asks first.
/// </summary>
internal sealed class RequestPaths(ApiIndex apis, CallSteps steps, MemberBodies bodies)
{
    /// <summary>Bodies that the walk opens.</summary>
    private const int MaxBodies = 20_000;

    /// <summary>Below this many synchronous handlers each is a finding of its own, whatever the others do.</summary>
    private const int ManyHandlers = 20;

    private readonly object _gate = new();
    private (int Synchronous, int All) _handlers;
    private ImmutableDictionary<IMethodSymbol, IMethodSymbol?>? _callers;

    /// <summary>The members by which a request gets to a function, the handler first, the function last; empty when none is seen to.</summary>
    public ImmutableArray<IMethodSymbol> To(ISymbol function, CancellationToken cancellationToken)
    {
        if (!apis.KnowsRequests)
            return [];

        var callers = Callers(cancellationToken);
        for (var symbol = function; symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (!callers.ContainsKey(method.OriginalDefinition))
                continue;

            var path = ImmutableArray.CreateBuilder<IMethodSymbol>();
            for (var current = method.OriginalDefinition; current is not null; current = callers[current])
                path.Add(current);

            path.Reverse();
            return path.ToImmutable();
        }

        return [];
    }

    /// <summary>
    /// Why one more synchronous handler is no news, as a clause: most handlers of the program are, and there are many. Null where it stands out.
    /// </summary>
    public string? UsualBecause(CancellationToken cancellationToken)
    {
        Callers(cancellationToken);
        var (synchronous, all) = _handlers;
        return synchronous >= ManyHandlers && synchronous * 2 > all ? $"{synchronous} of {all} handlers are synchronous here, which is one decision" : null;
    }

    /// <summary>Whether a method is called by the framework for a request.</summary>
    public bool IsHandler(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, IsStatic: false, ContainingType: { TypeKind: TypeKind.Class } type } &&
        ((IsCallable(method) && (IsOfHandler(type) || Implements(method, type))) || method.Parameters.Any(p => apis.IsRequest(p.Type)));

    private bool IsOfHandler(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (apis.IsRequestItself(current) || current.GetAttributes().Any(a => apis.IsRequest(a.AttributeClass)))
                return true;
        }

        return false;
    }

    // A class that implements a handler's interface has other methods too.
    private bool Implements(IMethodSymbol method, INamedTypeSymbol type) => type.AllInterfaces
        .Where(i => apis.IsRequest(i)).SelectMany(i => i.GetMembers())
        .Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), method));

    private static bool IsCallable(IMethodSymbol method) => method is { IsAbstract: false } &&
        (method.DeclaredAccessibility is Accessibility.Public || method.IsOverride || method.MethodKind is MethodKind.ExplicitInterfaceImplementation) &&
        method.Name is not ("Dispose" or "ToString" or "Equals" or "GetHashCode");

    private ImmutableDictionary<IMethodSymbol, IMethodSymbol?> Callers(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _callers ??= Walk(cancellationToken);
    }

    private ImmutableDictionary<IMethodSymbol, IMethodSymbol?> Walk(CancellationToken cancellationToken)
    {
        var callers = ImmutableDictionary.CreateBuilder<IMethodSymbol, IMethodSymbol?>(SymbolEqualityComparer.Default);
        var pending = new Queue<IMethodSymbol>();
        foreach (var handler in Handlers(cancellationToken))
        {
            Add(handler, null);
            _handlers = (_handlers.Synchronous + (TaskTypes.IsTask(handler.ReturnType) ? 0 : 1), _handlers.All + 1);
        }

        while (pending.Count > 0 && callers.Count < MaxBodies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var method = pending.Dequeue();
            foreach (var target in steps.Of(method, cancellationToken).SelectMany(s => s.Targets))
                Add(target.OriginalDefinition, method);
        }

        return callers.ToImmutable();

        void Add(IMethodSymbol method, IMethodSymbol? caller)
        {
            if (!callers.ContainsKey(method))
            {
                callers.Add(method, caller);
                pending.Enqueue(method);
            }
        }
    }

    private IEnumerable<IMethodSymbol> Handlers(CancellationToken cancellationToken)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(bodies.Compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in pending.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                    pending.Push(inner);
                else if (member is IMethodSymbol method && IsHandler(method))
                    yield return method;
            }
        }

        foreach (var mapped in Mapped(cancellationToken))
            yield return mapped;
    }

    // app.MapGet("/orders/{id}", (int id, Orders orders) => ...)
    private IEnumerable<IMethodSymbol> Mapped(CancellationToken cancellationToken)
    {
        foreach (var tree in bodies.Compilation.SyntaxTrees)
        {
            foreach (var call in tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }, ArgumentList.Arguments.Count: > 0 } || !apis.MayHandleRequests(name) ||
                    bodies.OperationOf(call, cancellationToken) is not IInvocationOperation operation || apis.Find(operation.TargetMethod)?.Effect is not ApiEffect.Request)
                {
                    continue;
                }

                foreach (var given in operation.Arguments.SelectMany(a => a.Value.DescendantsAndSelf().Take(4)))
                {
                    if (given is IAnonymousFunctionOperation { Symbol: var lambda })
                        yield return lambda;
                    else if (given is IMethodReferenceOperation { Method: var method })
                        yield return method.OriginalDefinition;
                }
            }
        }
    }
}
