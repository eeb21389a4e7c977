using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Every value that a type gives to a field or property of its own that nobody else can write.</summary>
internal sealed class StoredValues(MemberBodies bodies)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> _values = new(SymbolEqualityComparer.Default);

    /// <summary>The values, in the order of the code; empty when others may write it or one of them is out of sight.</summary>
    public ImmutableArray<IOperation> Of(ISymbol store, CancellationToken cancellationToken) =>
        _values.TryGetValue(store.OriginalDefinition, out var known) ? known : _values.GetOrAdd(store.OriginalDefinition, IsOwn(store) ? Collect(store.OriginalDefinition, cancellationToken) : []);

    /// <summary>
    /// What the same body has given to a property of its own object, in a statement before that a read of it always comes by: <c>Orders = db.Orders.ToList(); foreach (var order in Orders)</c>
    /// of a page. Null when there is none, or something in between may have given it another value.
    /// </summary>
    public static IOperation? GivenBefore(IPropertyReferenceOperation read)
    {
        IOperation child = read;
        for (var parent = read.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); child = parent, parent = parent.Parent)
        {
            if (parent is not IBlockOperation block)
                continue;

            for (var i = block.Operations.IndexOf(child) - 1; i >= 0; i--)
            {
                if (block.Operations[i] is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: var target } given } && IsOf(target))
                    return given.Value;

                if (block.Operations[i].DescendantsAndSelf().Any(MayGive))
                    return null;
            }

            // What a turn gives, the next reads.
            if (block.Parent is ILoopOperation && block.Operations.Any(o => o.DescendantsAndSelf().Any(MayGive)))
                return null;
        }

        return null;

        bool IsOf(IOperation operation) => operation is IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } other && SymbolEqualityComparer.Default.Equals(other.Property, read.Property);

        bool MayGive(IOperation operation) => operation switch
        {
            IAssignmentOperation assignment => assignment.Target.DescendantsAndSelf().Any(IsOf),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => IsOf(argument.Value),
            // A method of the object, or one that is given it.
            IInvocationOperation call => (call.Instance is IInstanceReferenceOperation && !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty) || call.Arguments.Any(a => OperationShape.Unwrap(a.Value) is IInstanceReferenceOperation),
            _ => false,
        };
    }

    private static bool IsOwn(ISymbol store) => store switch
    {
        IFieldSymbol field => field.DeclaredAccessibility is Accessibility.Private || field.IsReadOnly,
        IPropertySymbol property => property.DeclaredAccessibility is Accessibility.Private || property.SetMethod is null or { DeclaredAccessibility: Accessibility.Private },
        _ => false,
    };

    private ImmutableArray<IOperation> Collect(ISymbol store, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var node in store.ContainingType.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var value = node switch
            {
                AssignmentExpressionSyntax assignment when IsStore(assignment.Left, store.Name) => assignment.Right,
                VariableDeclaratorSyntax { Initializer.Value: var initial } declarator when declarator.Identifier.ValueText == store.Name && declarator.Parent?.Parent is FieldDeclarationSyntax => initial,
                PropertyDeclarationSyntax { Initializer.Value: var initial } property when property.Identifier.ValueText == store.Name => initial,
                _ => null,
            };
            if (value is not null)
                Add(bodies.OperationOf(value, cancellationToken));
            else if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call && IsStore(access.Expression, store.Name) &&
                bodies.OperationOf(call, cancellationToken) is IInvocationOperation { TargetMethod: var method } added && LocalSources.Changes(method))
                added.Arguments.ToList().ForEach(a => Add(a.Value));
        }

        return found.Contains(null!) ? [] : found.ToImmutable();

        void Add(IOperation? operation) => found.Add(operation!);
    }

    private static bool IsStore(ExpressionSyntax expression, string name) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText == name,
        _ => false,
    };
}
