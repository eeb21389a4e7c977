using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Does something run only where a context has not loaded it yet: <c>db.Orders.Local.FindEntry(id)?.Entity ?? db.Orders.Single(o => o.Id == id)</c>,
/// <c>if (!db.Entry(order).Reference(o => o.Account).IsLoaded)</c>?
/// </summary>
internal sealed class LoadedBefore(ApiIndex apis)
{
    /// <summary>Parts of one condition.</summary>
    private const int MaxParts = 20;

    /// <summary>Variables on the way.</summary>
    private const int MaxVariables = 20;

    // Asked for every call on the way to a round trip, in projects without such a context, too.
    private readonly Lazy<bool> _isKnown = new(() => apis.Names.Any(n => n.Fact.Effect is ApiEffect.Loaded));

    /// <summary>Whether the conditions of a function let an operation run only there.</summary>
    public bool IsLacking(IOperation operation, IOperation function) => _isKnown.Value && DecidingConditions.Of(operation, function).Any(c => IsLacking(c.Condition, c.Outcome, new(SymbolEqualityComparer.Default)));

    /// <summary>Whether a value is of what a context has loaded.</summary>
    public bool Has(IOperation value) => Has(value, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    // A variable is followed once, however many values it is given: query = query.Where(...) has it in each of them.
    private bool IsLacking(IOperation condition, bool outcome, HashSet<ISymbol> seen) => DecidingConditions.Parts(condition, outcome).Take(MaxParts).Any(p => TellsSo(p.Test, p.Outcome, seen));

    private bool TellsSo(IOperation part, bool outcome, HashSet<ISymbol> seen) => part switch
    {
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } local => IsNew(local.Local, seen) && LocalDefinitions.Of(local).Any(d => IsLacking(d, outcome, seen)),
        var test when NullTested(test) is { } missing => outcome && Has(missing, seen),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } test when IsNull(test.RightOperand) => !outcome && Has(test.LeftOperand, seen),
        // is not null, is { } order, is Order order
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation } or IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation, Value: var found } => !outcome && Has(found, seen),
        IInvocationOperation or IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } => !outcome && Has(part, seen),
        _ => false,
    };

    private static bool IsNew(ISymbol variable, HashSet<ISymbol> seen) => seen.Count < MaxVariables && seen.Add(variable);

    private bool Has(IOperation value, HashSet<ISymbol> seen)
    {
        for (value = Unwrap(value); ;)
        {
            switch (value)
            {
                case IConditionalAccessOperation access:
                    value = Unwrap(access.Operation);
                    break;
                case IMemberReferenceOperation member when apis.Find(member.Member) is { Effect: ApiEffect.Loaded }:
                case IInvocationOperation call when apis.Find(call.TargetMethod) is { Effect: ApiEffect.Loaded }:
                    return true;
                case IMemberReferenceOperation { Instance: { } holder }:
                    value = Unwrap(holder);
                    break;
                case IInvocationOperation call when ReceiverOf(call) is { } receiver:
                    value = Unwrap(receiver);
                    break;
                case ILocalReferenceOperation local:
                    return IsNew(local.Local, seen) && LocalDefinitions.Of(local).Any(d => Has(d, seen));
                default:
                    return false;
            }
        }
    }
}
