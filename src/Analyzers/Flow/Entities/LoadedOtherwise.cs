using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// May something beside the query itself have filled a navigation? An explicit load, an assignment, another query of the same context whose
/// rows complete these (fix-up), or code out of sight that is given the entities.
/// </summary>
internal sealed class LoadedOtherwise(ApiIndex apis, Navigations navigations, MemberBodies bodies, Dispatch dispatch)
{
    /// <summary>Calls followed; what loads is near.</summary>
    private const int MaxCalls = 4;

    private readonly ConcurrentDictionary<IOperation, LoadsOfBody> _ofBodies = new();
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<LoadsOfBody>> _ofCallees = new(SymbolEqualityComparer.Default);

    /// <summary>Whether it may have been, by the code of <paramref name="scopes"/> and what that calls.</summary>
    public bool Is(NavigationRead read, IEnumerable<IOperation> scopes, CancellationToken cancellationToken)
    {
        var navigation = read.Reference.Property;
        var owner = read.Owner;
        if (navigations.TargetOf(navigation) is not { } target || IsOnTheWay(owner, target))
            return true;

        foreach (var scope in scopes.Distinct())
        {
            var own = Of(scope, cancellationToken);
            if (own.Escapes.Any(e => e.Before < read.Reference.Syntax.SpanStart && Navigations.IsKindOf(owner.Entity, e.Entity) && e.Scope == read.Reference.Syntax.SyntaxTree) ||
                Fills(own, read, target) || own.Callees.SelectMany(c => OfCallee(c, [], cancellationToken)).Any(l => Fills(l, read, target)))
            {
                return true;
            }
        }

        return false;
    }

    // line.Order of order.Lines is the order; parents and children of one table complete each other when all are tracked.
    private static bool IsOnTheWay(EntityOrigin owner, ITypeSymbol target) =>
        owner.At.Any(n => Navigations.IsKindOf(n.ContainingType, target)) || (!owner.IsUntracked && owner.Entity is not null && Navigations.IsKindOf(owner.Entity, target));

    private bool Fills(LoadsOfBody loads, NavigationRead read, ITypeSymbol target)
    {
        var navigation = read.Reference.Property;
        if (loads.Explicit.Contains("*") || loads.Explicit.Any(p => p == navigation.Name || p.Split('.').Contains(navigation.Name)))
            return true;

        // Setting one side of a relationship sets the other.
        if (loads.Written.Any(w => SymbolEqualityComparer.Default.Equals(w, navigation) ||
            (navigations.TargetOf(w) is { } end && Navigations.IsKindOf(w.ContainingType, target) && Navigations.IsKindOf(end, navigation.ContainingType))))
        {
            return true;
        }

        return !read.Owner.IsUntracked && loads.Queried.Any(q => q.Query.Syntax != read.Owner.Query?.Syntax && q.Query.Syntax != read.Owner.Set?.Syntax && Navigations.IsKindOf(q.Entity, target));
    }

    private ImmutableArray<LoadsOfBody> OfCallee(IMethodSymbol method, ImmutableArray<IMethodSymbol> way, CancellationToken cancellationToken)
    {
        method = method.OriginalDefinition;
        if (_ofCallees.TryGetValue(method, out var known))
            return known;

        if (way.Length >= MaxCalls || way.Contains(method, SymbolEqualityComparer.Default))
            return [];

        var all = ImmutableArray.CreateBuilder<LoadsOfBody>();
        foreach (var target in dispatch.Targets(method))
        {
            if (bodies.Of(target, cancellationToken) is not { } body || MemberBodies.IsGiant(body))
                continue;

            var loads = Of(body, cancellationToken);
            all.Add(loads);
            foreach (var callee in loads.Callees)
                all.AddRange(OfCallee(callee, way.Add(method), cancellationToken));
        }

        return way.IsEmpty ? _ofCallees.GetOrAdd(method, all.ToImmutable()) : [.. all];
    }

    private LoadsOfBody Of(IOperation body, CancellationToken cancellationToken) =>
        _ofBodies.TryGetValue(body, out var known) ? known : _ofBodies.GetOrAdd(body, Collect(body, cancellationToken));

    private LoadsOfBody Collect(IOperation body, CancellationToken cancellationToken)
    {
        var loads = new LoadsOfBody();
        foreach (var operation in body.DescendantsAndSelf())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (operation)
            {
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property }, Parent: not IObjectOrCollectionInitializerOperation }:
                    loads.Written.Add(property);
                    break;
                case IInvocationOperation { Instance: IPropertyReferenceOperation { Property: var property } } call when LocalSources.Changes(call.TargetMethod):
                    loads.Written.Add(property);
                    break;
                case IInvocationOperation call:
                    Add(call, loads);
                    break;
                case IPropertyReferenceOperation or IFieldReferenceOperation when apis.IsQuerySource(operation.Type) && Navigations.ElementOf(operation.Type!) is { } entity:
                    loads.Queried.Add((entity, operation));
                    break;
            }
        }

        return loads;
    }

    private void Add(IInvocationOperation call, LoadsOfBody loads)
    {
        var fact = apis.Find(call.TargetMethod, call.Instance?.Type);
        switch (fact)
        {
            case { Effect: ApiEffect.LoadNavigation }:
                loads.Explicit.Add(NamedBefore(call));
                break;
            case { Effect: ApiEffect.Source, Type: var type } when type.Contains("Entry"):
                loads.Explicit.Add(NamedBefore(call));
                break;
            case { Effect: ApiEffect.Source } or { Key: "primary" } when Navigations.ElementOf(call.Type!) is { } entity:
                loads.Queried.Add((entity, call));
                break;
            // What another query includes is loaded, too; the one that is asked about says so itself.
            case { Loads: not ApiLoads.Unstated }:
                foreach (var navigation in call.Arguments.SelectMany(a => a.Value.Descendants()).OfType<IPropertyReferenceOperation>())
                {
                    if (navigations.TargetOf(navigation.Property) is { } target)
                        loads.Queried.Add((target, RootOf(call)));
                }

                break;
            // A query that returns related entities beside these completes them.
            case { Yields: ApiYields.Result } when apis.IsQueryable(call.Type):
                foreach (var navigation in call.Arguments.SelectMany(a => a.Value.Descendants()).OfType<IPropertyReferenceOperation>())
                {
                    if (navigations.TargetOf(navigation.Property) is { } target && navigation.Parent is not IMemberReferenceOperation)
                        loads.Queried.Add((target, navigation));
                }

                break;
            case null when !Dispatch.IsOfFramework(call.TargetMethod.ContainingType):
                var targets = dispatch.Targets(call);
                if (!targets.IsEmpty)
                    loads.Callees.Add(call.TargetMethod);

                foreach (var argument in targets.IsEmpty ? call.Arguments.Select(a => a.Value) : [])
                {
                    if (argument.Type is { } type && Navigations.ElementOf(OperationShape.Unwrap(argument).Type ?? type) is { } passed && navigations.IsEntity(passed))
                        loads.Escapes.Add((passed, call.Syntax.Span.End, call.Syntax.SyntaxTree));
                }

                // Out of sight, but it says what it returns.
                if (targets.IsEmpty && call.Type is { } returned && Navigations.ElementOf(returned) is { } element && navigations.IsEntity(element))
                    loads.Queried.Add((element, call));

                break;
        }
    }

    // db.Entry(order).Collection(o => o.Lines).Load(); NHibernateUtil.Initialize(order.Lines)
    private static string NamedBefore(IInvocationOperation call)
    {
        for (IOperation? current = call; current is not null;)
        {
            if (current is IPropertyReferenceOperation { Property: var property } && property.ContainingType.TypeKind is TypeKind.Class && current != call)
                return property.Name;

            if (current is not IInvocationOperation step)
                break;

            foreach (var argument in step.Arguments)
            {
                if (IncludedPath.NamedBy(argument.Value) is { } path)
                    return path;

                if (OperationShape.Unwrap(argument.Value) is IPropertyReferenceOperation { Property: var named } && step == call)
                    return named.Name;
            }

            current = OperationShape.ReceiverOf(step) is { } receiver ? OperationShape.Unwrap(receiver) : null;
        }

        return "*";
    }

    private IOperation RootOf(IInvocationOperation call)
    {
        IOperation current = call;
        while (current is IInvocationOperation step && apis.Find(step.TargetMethod) is not { Effect: ApiEffect.Source } && OperationShape.ReceiverOf(step) is { } receiver)
            current = OperationShape.Unwrap(receiver);

        return current;
    }

    /// <summary>What one body loads, writes and passes on.</summary>
    private sealed class LoadsOfBody
    {
        public HashSet<string> Explicit { get; } = new(StringComparer.Ordinal);

        public HashSet<IPropertySymbol> Written { get; } = new(SymbolEqualityComparer.Default);

        public List<(ITypeSymbol Entity, IOperation Query)> Queried { get; } = [];

        public HashSet<IMethodSymbol> Callees { get; } = new(SymbolEqualityComparer.Default);

        public List<(ITypeSymbol Entity, int Before, SyntaxTree Scope)> Escapes { get; } = [];
    }
}
