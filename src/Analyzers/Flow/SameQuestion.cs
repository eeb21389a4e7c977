using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using static PerfAnalyzers.Flow.OperationShape;

namespace PerfAnalyzers.Flow;

/// <summary>
/// Is the same asked at each turn? A call is, when nothing that goes into it changes within the loop; and so is one whose callee asks a
/// question that takes nothing at all, like <c>GetConfig()</c> behind <c>FolderOf(movie)</c>.
/// </summary>
internal sealed class SameQuestion(CallEffects effects)
{
    /// <summary>Whether each turn of <paramref name="repeat"/> asks what the turn before has asked.</summary>
    public bool IsAskedEachTime(IOperation operation, Repeat repeat, EffectPath path)
    {
        // A while loop goes on because something changes, and its question may be just that; a loop that writes changes the answer.
        if (repeat.Loop is IWhileLoopOperation || operation is not IInvocationOperation call || repeat.Element is null)
            return false;

        // A local function may read the element, and a method what the loop has put into a field.
        if (call.TargetMethod.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.ExplicitInterfaceImplementation) || SetsState(repeat))
            return false;

        return (IsInvariant(call, repeat) || (IsInvariant(call.Instance, repeat) && AsksNothing(path))) && !Writes(repeat);
    }

    private static bool SetsState(Repeat repeat) => repeat.Inside.DescendantsAndSelf().Any(o =>
        o is IAssignmentOperation { Target: IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } });

    private bool Writes(Repeat repeat) => repeat.Inside.DescendantsAndSelf().OfType<IInvocationOperation>()
        .Any(c => effects.Find(c, EffectQuestion.DatabaseWrite, default) is { IsLikelyOnly: false });

    private static bool IsInvariant(IInvocationOperation call, Repeat repeat) =>
        IsInvariant(call.Instance, repeat) && call.Arguments.All(a => IsInvariant(a.Value, repeat));

    // Only what cannot change: constants, parameters and locals that are not assigned in the loop, and fields and properties of these.
    private static bool IsInvariant(IOperation? value, Repeat repeat)
    {
        if (value is null)
            return true;

        switch (Unwrap(value))
        {
            case { ConstantValue.HasValue: true } or IInstanceReferenceOperation or ITypeOfOperation or IDefaultValueOperation:
                return true;
            case ILocalReferenceOperation local:
                return !SymbolEqualityComparer.Default.Equals(local.Local, repeat.Element) && !IsDeclaredOrAssignedIn(repeat, local.Local);
            case IParameterReferenceOperation parameter:
                return !SymbolEqualityComparer.Default.Equals(parameter.Parameter, repeat.Element) && !IsDeclaredOrAssignedIn(repeat, parameter.Parameter);
            case IFieldReferenceOperation field:
                return IsInvariant(field.Instance, repeat) && !IsDeclaredOrAssignedIn(repeat, field.Field);
            case IPropertyReferenceOperation { Property.IsIndexer: false } property:
                return IsInvariant(property.Instance, repeat) && !IsDeclaredOrAssignedIn(repeat, property.Property);
            default:
                return false;
        }
    }

    private static bool IsDeclaredOrAssignedIn(Repeat repeat, ISymbol symbol) =>
        (symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } lambda && IsInside(repeat, lambda)) ||
        repeat.Construct.DescendantsAndSelf().Any(o => o switch
        {
            IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, symbol),
            IAssignmentOperation assignment => Refers(assignment.Target, symbol),
            IIncrementOrDecrementOperation increment => Refers(increment.Target, symbol),
            IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => argument.Value.DescendantsAndSelf().Any(a => Refers(a, symbol)),
            _ => false,
        });

    private static bool IsInside(Repeat repeat, IParameterSymbol parameter) => parameter.DeclaringSyntaxReferences
        .Any(r => r.SyntaxTree == repeat.Construct.Syntax.SyntaxTree && repeat.Construct.Syntax.Span.Contains(r.Span));

    private static bool Refers(IOperation operation, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    }, symbol);

    // Below a step that is called with nothing, on the callee's own services, everything is the same for every element.
    private static bool AsksNothing(EffectPath path)
    {
        foreach (var step in path.Steps.Skip(1))
        {
            if (!step.IsOnOwn)
                return false;

            if (step.TakesNothing)
                return true;
        }

        return false;
    }
}
