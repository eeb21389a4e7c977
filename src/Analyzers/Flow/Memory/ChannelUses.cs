using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Memory;

/// <summary>Where does a channel go from where it is made, and who writes and reads it there?</summary>
internal sealed class ChannelUses(MemoryApis memory, MemberBodies bodies, MemberUses uses)
{
    /// <summary>Variables, fields and properties that it is followed through.</summary>
    public const int MaxSteps = 12;

    private readonly Found _found = new();
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>All that is done with the channel of a creation, as far as it is in sight.</summary>
    public Found Of(IOperation made, CancellationToken cancellationToken)
    {
        Follow(made, cancellationToken);
        return _found;
    }

    /// <summary>Whether a type is one end of a channel.</summary>
    public static bool IsEnd(ITypeSymbol? type) => type is { Name: "ChannelWriter" or "ChannelReader" };

    private static bool IsWriter(IOperation value) => value.Type is { Name: "ChannelWriter" };

    private void Follow(IOperation value, CancellationToken cancellationToken)
    {
        while (value.Parent is IConversionOperation or ICoalesceOperation)
            value = value.Parent;

        switch (value.Parent)
        {
            case IConditionalAccessOperation access when access.Operation == value:
                if (access.WhenNotNull.DescendantsAndSelf().FirstOrDefault(o => o is IConditionalAccessInstanceOperation) is { } instance)
                    Follow(instance, cancellationToken);

                return;
            case IPropertyReferenceOperation part when part.Instance == value:
                if (IsEnd(part.Type))
                    Follow(part, cancellationToken);

                return;
            case IInvocationOperation call when call.Instance == value:
                if (memory.Find(call.TargetMethod, value.Type) is ApiEffect.Enqueues)
                    _found.Writes.Add(call);
                else if (!IsWriter(value))
                    _found.Reads.Add(call);

                return;
            case IFieldInitializerOperation field:
                field.InitializedFields.ToList().ForEach(f => Through(f, value, cancellationToken));
                return;
            case IPropertyInitializerOperation property:
                property.InitializedProperties.ToList().ForEach(p => Through(p, value, cancellationToken));
                return;
            case ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment when assignment.Value == value:
                Through(((IMemberReferenceOperation)assignment.Target).Member, value, cancellationToken);
                return;
            case ISimpleAssignmentOperation assignment when assignment.Target == value:
                return;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator }:
                if (_seen.Add(local))
                {
                    _found.Stores.Add(local);
                    foreach (var reference in OperationShape.RootOf(declarator).DescendantsAndSelf().Where(o => o is ILocalReferenceOperation r && SymbolEqualityComparer.Default.Equals(r.Local, local)))
                        Follow(reference, cancellationToken);
                }

                return;
            case IReturnOperation returned when bodies.FunctionOf(returned, cancellationToken) is { MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet } function:
                Through(function.AssociatedSymbol ?? function, value, cancellationToken);
                return;
            default:
                // Whoever else gets the reading end may read.
                _found.IsGivenAway |= !IsWriter(value) && value.Parent is not (IExpressionStatementOperation or IBinaryOperation);
                return;
        }
    }

    private void Through(ISymbol member, IOperation value, CancellationToken cancellationToken)
    {
        if (!_seen.Add(member))
            return;

        if (_seen.Count > MaxSteps || (!IsWriter(value) && MemberBodies.IsVisible(member) && bodies.Compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary))
            _found.IsGivenAway = true;

        _found.Stores.Add(member);
        foreach (var reference in uses.Of(member, cancellationToken))
            Follow(reference, cancellationToken);
    }

    /// <summary>What was found.</summary>
    internal sealed class Found
    {
        /// <summary>The variables, fields and members through which it is reached.</summary>
        public List<ISymbol> Stores { get; } = [];

        /// <summary>Calls that put something in.</summary>
        public List<IInvocationOperation> Writes { get; } = [];

        /// <summary>Calls on the reading end.</summary>
        public List<IInvocationOperation> Reads { get; } = [];

        /// <summary>Whether somebody out of sight may read.</summary>
        public bool IsGivenAway { get; set; }
    }
}
