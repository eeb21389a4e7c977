using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Who uses a member, anywhere in the compilation? Names are looked up first, so that only what may be a use is bound.</summary>
internal sealed class MemberUses(MemberBodies bodies)
{
    private readonly FilesByName _files = new(bodies.Compilation);

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> _uses = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The operations that read, write, call or refer to a field, property, method or constructor; to what it implements or overrides, too, because that may
    /// be it. In the order of the trees.
    /// </summary>
    public ImmutableArray<IOperation> Of(ISymbol member, CancellationToken cancellationToken) =>
        _uses.TryGetValue(member, out var known) ? known : _uses.GetOrAdd(member, Find(member, cancellationToken));

    /// <summary>The invocations, creations and accesses whose source names one of these members, as far as they bind.</summary>
    public IEnumerable<IOperation> OfNames(IEnumerable<string> names, CancellationToken cancellationToken) =>
        from name in names
        from node in Named(name, cancellationToken)
        let operation = OperationOf(node, cancellationToken)
        where operation is not null
        select operation;

    /// <summary>The same within one type.</summary>
    public IEnumerable<IOperation> OfNames(ImmutableHashSet<string> names, INamedTypeSymbol type, CancellationToken cancellationToken) =>
        from reference in type.DeclaringSyntaxReferences
        from name in reference.GetSyntax(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>()
        where names.Contains(name.Identifier.ValueText)
        let operation = OperationOf(name, cancellationToken)
        where operation is not null
        select operation;

    /// <summary>Where a simple name, or <see cref="SourceFile.Unnamed"/>, stands in the compilation, in the order of the trees: nothing is bound.</summary>
    public IEnumerable<SyntaxNode> Named(string name, CancellationToken cancellationToken) => _files.With(name).SelectMany(f => f.Named(name, cancellationToken));

    private ImmutableArray<IOperation> Find(ISymbol member, CancellationToken cancellationToken)
    {
        var isConstructor = member is IMethodSymbol { MethodKind: MethodKind.Constructor };
        var name = NameInCode.Of(member);
        var found = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var node in Scope(member, name, cancellationToken).Concat(isConstructor ? Named(SourceFile.Unnamed, cancellationToken) : []))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (OperationOf(node, cancellationToken) is { } operation && SymbolOf(operation) is { } used && IsSame(member, used))
                found.Add(operation);
        }

        return found.ToImmutable();
    }

    // What is private is used in its own type alone.
    private IEnumerable<SyntaxNode> Scope(ISymbol member, string name, CancellationToken cancellationToken) =>
        member is { DeclaredAccessibility: Accessibility.Private, ContainingType: { } type } and not IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation }
            ? OutermostOf(type).DeclaringSyntaxReferences.SelectMany(r => SourceFile.Of(r.SyntaxTree).Named(name, cancellationToken).Where(n => r.Span.Contains(n.Span)))
            : Named(name, cancellationToken);

    private static INamedTypeSymbol OutermostOf(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
            type = outer;

        return type;
    }

    // The whole call, creation or access that a name stands in.
    private IOperation? OperationOf(SyntaxNode name, CancellationToken cancellationToken)
    {
        var node = name;
        if (node.Parent is MemberAccessExpressionSyntax access && access.Name == node)
            node = access;
        else if (node.Parent is MemberBindingExpressionSyntax binding)
            node = binding;

        if (node.Parent is QualifiedNameSyntax qualified && qualified.Right == node)
            node = qualified;

        node = node.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == node => call,
            ObjectCreationExpressionSyntax creation when creation.Type == node => creation,
            _ => node,
        };
        return bodies.OperationOf(node, cancellationToken);
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.ReducedFrom ?? call.TargetMethod,
        IMethodReferenceOperation method => method.Method.ReducedFrom ?? method.Method,
        IObjectCreationOperation creation => creation.Constructor,
        IMemberReferenceOperation reference => reference.Member,
        _ => null,
    };

    private static bool IsSame(ISymbol member, ISymbol used)
    {
        used = used.OriginalDefinition;
        for (var current = member.OriginalDefinition; current is not null; current = Overridden(current))
        {
            if (SymbolEqualityComparer.Default.Equals(current, used) || IsImplementation(current, used))
                return true;
        }

        return false;
    }

    private static bool IsImplementation(ISymbol member, ISymbol used) =>
        used.ContainingType is { TypeKind: TypeKind.Interface } @interface && member.ContainingType is { TypeKind: not TypeKind.Interface } type && type.AllInterfaces
            .Where(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, @interface))
            .SelectMany(i => i.GetMembers(used.Name).Where(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, used)))
            .Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m)?.OriginalDefinition, member));

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod?.OriginalDefinition,
        IPropertySymbol property => property.OverriddenProperty?.OriginalDefinition,
        _ => null,
    };
}
