using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>
/// Which collections does a body include with its rows, of which nobody in the program ever wants more than whether there are any, or how many? The rows themselves stay in sight:
/// what is returned or given to a library may be read by a serializer or a mapper.
/// </summary>
internal sealed class CountedIncludes(ApiIndex apis, MemberBodies bodies, MemberUses uses, Navigations navigations, Func<EntityModel> model)
{
    private readonly ConcurrentDictionary<IPropertySymbol, (IOperation Use, string Name)?> _counted = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<string>> _values = new(() => new(apis.Names.Where(n => n.Fact.Rows is ApiRows.Value).Select(n => n.Name), StringComparer.Ordinal));

    /// <summary>The includes, in the order of the code.</summary>
    public IEnumerable<CountedInclude> In(IOperation body, ISymbol member, CancellationToken cancellationToken)
    {
        foreach (var call in BodyOperations.Of(body).All.OfType<IInvocationOperation>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (apis.Find(call.TargetMethod, call.Instance?.Type) is { Loads: ApiLoads.Navigation } && CollectionOf(call) is { } navigation && !GoesOn(call) && !IsHandedOut(body, member, navigation.ContainingType) &&
                CountedAt(navigation, cancellationToken) is var (use, name))
            {
                yield return new(call, navigation, use, name);
            }
        }
    }

    // Include(o => o.Lines), without a filter.
    private IPropertySymbol? CollectionOf(IInvocationOperation call) =>
        call.Arguments.Select(a => Translation.LambdaOf(a.Value)).FirstOrDefault(l => l is not null) is { Body.Operations: { Length: 1 } statements } && statements[0] is IReturnOperation { ReturnedValue: { } value } &&
        OperationShape.Unwrap(value) is IPropertyReferenceOperation { Instance: IParameterReferenceOperation, Property: var property } && model().NavigationOf(property) is { IsCollection: true, NeedsInclude: true }
            ? property
            : null;

    // ThenInclude(l => l.Product): the elements are wanted.
    private bool GoesOn(IInvocationOperation call) =>
        OperationShape.Outermost(call).Parent is IArgumentOperation { Parent: IInvocationOperation next } && apis.Find(next.TargetMethod, next.Instance?.Type) is { Loads: ApiLoads.Nested };

    private bool IsHandedOut(IOperation body, ISymbol member, ITypeSymbol row) =>
        (member is IMethodSymbol method && Holds(method.ReturnType, row)) || BodyOperations.Of(body).All.OfType<IInvocationOperation>().Any(call =>
            call.TargetMethod.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty && apis.Find(call.TargetMethod, call.Instance?.Type) is null && !IsCollection(call.TargetMethod.ContainingType) &&
            call.Arguments.Any(a => OperationShape.Unwrap(a.Value).Type is { } type && Holds(type, row)));

    // roles.Select(View), list.Add(role)
    private static bool IsCollection(INamedTypeSymbol type) => Dispatch.IsOfFramework(type) && type.ContainingNamespace.ToDisplayString() is var space &&
        (space.StartsWith("System.Linq", StringComparison.Ordinal) || space.StartsWith("System.Collections", StringComparison.Ordinal) || type.SpecialType is SpecialType.System_Array);

    private bool Holds(ITypeSymbol type, ITypeSymbol row) => navigations.HoldsEntities(type) && Navigations.MayHold(type, row);

    private (IOperation Use, string Name)? CountedAt(IPropertySymbol navigation, CancellationToken cancellationToken)
    {
        if (_counted.TryGetValue(navigation, out var known))
            return known;

        (IOperation, string)? counted = null;
        foreach (var read in ReadsOf(navigation, cancellationToken))
        {
            if (ValueOf(read) is not { } name)
                return _counted.GetOrAdd(navigation, default((IOperation, string)?));

            counted ??= (read, name);
        }

        return _counted.GetOrAdd(navigation, counted);
    }

    // Wherever its name stands, outside of what is translated. First where it cannot be counted: one such read is the answer, and spares binding the other members.
    private IEnumerable<IPropertyReferenceOperation> ReadsOf(IPropertySymbol navigation, CancellationToken cancellationToken)
    {
        foreach (var expression in MentionsOf(navigation.Name, cancellationToken).OrderBy(MayBeCounted))
        {
            if (bodies.OperationOf(expression, cancellationToken) is IPropertyReferenceOperation read && SymbolEqualityComparer.Default.Equals(read.Property.OriginalDefinition, navigation.OriginalDefinition) &&
                !OperationShape.IsInTree(read) && read.Parent is not INameOfOperation && !(read.Parent is ISimpleAssignmentOperation assignment && assignment.Target == read))
            {
                yield return read;
            }
        }
    }

    private IEnumerable<ExpressionSyntax> MentionsOf(string name, CancellationToken cancellationToken) =>
        from mention in uses.Named(name, cancellationToken).OfType<IdentifierNameSyntax>()
        where !(mention.Parent is AssignmentExpressionSyntax assignment && assignment.Left == mention && assignment.Parent is InitializerExpressionSyntax)
        select mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention.Parent is MemberBindingExpressionSyntax binding ? binding : (ExpressionSyntax)mention;

    // role.Users.Count(...), (role.Users)!.Length, role.Users?.Any()
    private bool MayBeCounted(ExpressionSyntax mention)
    {
        SyntaxNode current = mention;
        while (current.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            current = current.Parent;

        return current.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Expression == current => _values.Value.Contains(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax access => access.WhenNotNull == current ? MayBeCounted(access) : access.WhenNotNull.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => _values.Value.Contains(n.Identifier.ValueText)),
            _ => false,
        };
    }

    // role.Users.Count, role.Users?.Any(), role.Users.Count(u => u.IsActive): null when the elements themselves are wanted.
    private string? ValueOf(IPropertyReferenceOperation read)
    {
        var current = OperationShape.Outermost(read);
        switch (current.Parent)
        {
            case IConditionalAccessOperation access when access.Operation == current:
                return access.WhenNotNull is IInvocationOperation or IPropertyReferenceOperation ? Reduced(access.WhenNotNull) : null;
            case IPropertyReferenceOperation property:
                return Reduced(property);
            case IArgumentOperation { Parent: IInvocationOperation call } when OperationShape.ReceiverOf(call) == current:
                return Reduced(call);
            case IInvocationOperation call when call.Instance == current:
                return Reduced(call);
            default:
                return null;
        }
    }

    private string? Reduced(IOperation operation) => operation switch
    {
        IInvocationOperation call when apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.Value } => call.TargetMethod.Name,
        IPropertyReferenceOperation { Property: var property } when apis.Find(property) is { Rows: ApiRows.Value } => property.Name,
        _ => null,
    };
}
