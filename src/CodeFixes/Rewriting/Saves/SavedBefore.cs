using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.CodeFixes.Rewriting.Saves;

/// <summary>What a turn of a loop can tell of the saves of the turns before it: keys that they gave, rows that are gone, what the context has still to save.</summary>
/// <param name="loop">The loop.</param>
/// <param name="save">The save in it.</param>
/// <param name="finds">Methods that find a row by its key and do nothing else.</param>
/// <param name="session">What is known of the program.</param>
internal sealed class SavedBefore(ILoopOperation loop, ExpressionStatementSyntax save, HashSet<IMethodSymbol> finds, AnalysisSession session)
{
    private const int MaxSteps = 32;

    public string? Refusal(CancellationToken cancellationToken) => KeyRefusal(cancellationToken) ?? StateRefusal();

    // new Order { PreviousId = previous?.Id }: what the save of the turn before has given. A row that is only marked as deleted is still found by its key, where one that is gone was not.
    private string? KeyRefusal(CancellationToken cancellationToken)
    {
        var touched = session.Touched.Of(loop.Body, o => o.Syntax == save, cancellationToken);
        if (touched.Written.FirstOrDefault(s => touched.Read.Contains(s) && !loop.Declares(s) && TypeOf(s) is { IsReferenceType: true } type && touched.Read.OfType<IPropertySymbol>().Any(p => IsIdentity(p) && Subtypes.IsOrIsBelow(type, p.ContainingType))) is { } kept)
            return $"a turn may need the key that the save before it gave '{kept.Name}'";

        var made = loop.Body.Descendants().OfType<IObjectCreationOperation>().Select(c => c.Type).OfType<INamedTypeSymbol>().ToList();
        if (loop.Body.Descendants().OfType<IPropertyReferenceOperation>().Where(p => IsIdentity(p.Property) && made.Exists(m => Subtypes.IsOrIsBelow(m, p.Property.ContainingType))).Select(p => Owner(p.Instance)).FirstOrDefault(o => o is not null && touched.Written.Contains(o)) is { } owner)
            return $"a turn may need a key that the save before it gave what '{owner.Name}' holds";

        var calls = loop.Body.Descendants().OfType<IInvocationOperation>().ToList();
        return calls.Exists(c => Removes(c)) && calls.Exists(c => finds.Contains(c.TargetMethod)) &&
            loop.Body.Descendants().Any(o => o is IConditionalOperation { WhenFalse: not null } or ICoalesceOperation)
            ? "a row that a turn removes is found by its key until it is saved"
            : null;
    }

    // Also behind a repository, by its name.
    private bool Removes(IInvocationOperation call) => session.Apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.Deleted } ||
        (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && (call.TargetMethod.Name.StartsWith("Remove", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Delete", StringComparison.Ordinal)));

    // made.LastOrDefault()?.Id, orders[i - 1].Payments.Sum(p => p.Id): who outlives the turn and holds the row. Null for what is the turn's own, or hangs on its element.
    private ISymbol? Owner(IOperation? value)
    {
        for (var step = 0; value is not null && step < MaxSteps; step++)
        {
            switch (Unwrap(value))
            {
                case ILocalReferenceOperation { Local: var local } when loop.Locals.Contains(local, SymbolEqualityComparer.Default):
                    return null;
                case ILocalReferenceOperation { Local: var local } reference when loop.Declares(local):
                    value = ValuePath.ElementOf(local, reference) ?? LocalDefinitions.Single(reference);
                    break;
                case IParameterReferenceOperation { Parameter: var parameter } reference when ValuePath.SequenceOf(parameter, reference) is { } sequence:
                    value = sequence;
                    break;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: var index }] } when IsOwn(index):
                    return null;
                case IArrayElementReferenceOperation { Indices: [var index] } when IsOwn(index):
                    return null;
                // made.Last() is { Id: > 0 }
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput } input:
                    value = Matched(input);
                    break;
                case IPropertyReferenceOperation { Instance: { } instance } and not { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } }:
                    value = instance;
                    break;
                case IArrayElementReferenceOperation element:
                    value = element.ArrayReference;
                    break;
                case IConditionalAccessInstanceOperation accessed:
                    value = ReceiverOf(accessed);
                    break;
                case IInvocationOperation call when ValuePath.IsSequence(ReceiverOf(call)?.Type):
                    value = ReceiverOf(call);
                    break;
                case var storage:
                    return StorageOf(storage);
            }
        }

        return null;
    }

    private static IOperation? Matched(IOperation input)
    {
        while (input.Parent is { } parent and not (IIsPatternOperation or ISwitchExpressionOperation or ISwitchOperation))
            input = parent;

        return (input.Parent as IIsPatternOperation)?.Value ?? (input.Parent as ISwitchExpressionOperation)?.Value ?? (input.Parent as ISwitchOperation)?.Value;
    }

    private bool IsOwn(IOperation index) => Unwrap(index) is ILocalReferenceOperation { Local: var local } && loop.Locals.Contains(local, SymbolEqualityComparer.Default);

    // A row that was Added or Modified is Unchanged after its save. Whether it is Deleted or Detached is asked of rows that a turn may not have seen, whoever saves them.
    private string? StateRefusal()
    {
        foreach (var operation in loop.Body.Descendants())
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "State" or "IsModified" or "OriginalValue" or "OriginalValues" } property } told && QueryApis.IsTracking(property.ContainingType) && !IsOfElement(told.Instance) && !IsToldOfDeleted(told))
                return $"'{property.Name}' in the loop tells what is not saved yet";
        }

        return null;
    }

    private static bool IsToldOfDeleted(IPropertyReferenceOperation told) => told.Parent switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test => IsDeleted(test.LeftOperand) || IsDeleted(test.RightOperand),
        IIsPatternOperation { Pattern: IConstantPatternOperation constant } => IsDeleted(constant.Value),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation constant } } => IsDeleted(constant.Value),
        _ => false,
    };

    private static bool IsDeleted(IOperation value) => Unwrap(value) is IFieldReferenceOperation { Field.Name: "Deleted" or "Detached" };

    // db.Entry(order).Property(o => o.Number): the turn's own row, which no other has saved.
    private bool IsOfElement(IOperation? entry)
    {
        while (entry is IPropertyReferenceOperation or IInvocationOperation { TargetMethod.Name: not "Entry" })
            entry = (entry as IPropertyReferenceOperation)?.Instance ?? (entry as IInvocationOperation)?.Instance;

        return entry is IInvocationOperation { Arguments: [{ Value: var row }] } && loop is IForEachLoopOperation && IsOwn(row);
    }
}
