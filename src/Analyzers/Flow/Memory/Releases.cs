using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Does anybody take a subscription back?</summary>
internal sealed class Releases(MemberUses uses)
{
    // What a registration, a disposable or a timer is ended by.
    private static readonly string[] s_ends = ["Dispose", "DisposeAsync", "Unregister", "Cancel", "Stop", "Close"];

    /// <summary>Whether a type unsubscribes from an event: of whatever object, because it has its own reasons for which.</summary>
    public bool IsUnsubscribed(IEventSymbol @event, INamedTypeSymbol type, CancellationToken cancellationToken) =>
        uses.OfNames([@event.Name], Outermost(type), cancellationToken).Any(o => o.Parent is IEventAssignmentOperation { Adds: false } && o is IEventReferenceOperation reference && reference.Event.Name == @event.Name);

    /// <summary>Whether somebody has what a subscription returned and may end it, or is seen to.</summary>
    public bool IsReleased(IOperation subscription, CancellationToken cancellationToken)
    {
        var value = subscription;
        while (value.Parent is IConversionOperation or ICoalesceOperation || (value.Parent is IConditionalAccessOperation access && access.WhenNotNull == value))
            value = value.Parent;

        switch (value.Parent)
        {
            case IExpressionStatementOperation:
                return IsLambdaBody(value.Parent);
            case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return false;
            case IAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } }:
                return IsEnded(uses.Of(member, cancellationToken));
            case IFieldInitializerOperation field:
                return IsEnded(field.InitializedFields.SelectMany(f => uses.Of(f, cancellationToken)));
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator }:
                return declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation || IsEnded(References(declarator, local));
            case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assigned:
                return IsEnded(References(assigned, local));
            default:
                // Returned, given to somebody, put into a list: that is for them to end.
                return true;
        }
    }

    // () => bus.Subscribe(this) hands on what it returns, where the delegate returns anything.
    private static bool IsLambdaBody(IOperation statement) => statement is { IsImplicit: true, Parent: IBlockOperation { Parent: IAnonymousFunctionOperation { Symbol.ReturnsVoid: false } } };

    private static IEnumerable<IOperation> References(IOperation within, ILocalSymbol local) => OperationShape.RootOf(within).DescendantsAndSelf()
        .Where(o => o is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    private static bool IsEnded(IEnumerable<IOperation> references) => references.Any(r => r.Parent switch
    {
        IInvocationOperation call when call.Instance == r => s_ends.Contains(call.TargetMethod.Name),
        IConditionalAccessOperation access when access.Operation == r => access.WhenNotNull is IInvocationOperation call && s_ends.Contains(call.TargetMethod.Name),
        IArgumentOperation or IReturnOperation or IUsingOperation or ICollectionExpressionOperation or IArrayInitializerOperation or IForEachLoopOperation => true,
        IAssignmentOperation assignment => assignment.Value == r,
        IConversionOperation { Parent: IArgumentOperation or IReturnOperation or IUsingOperation or IForEachLoopOperation } => true,
        IVariableInitializerOperation => true,
        // IDisposable? last = ...; the variable of a using
        _ => false,
    });

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type) => type.ContainingType is { } outer ? Outermost(outer) : type;
}
