using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Is the same asked at each turn? A call is, when nothing that goes into it changes within the loop; and so is one whose callee asks a
/// question that takes nothing at all, like <c>GetConfig()</c> behind <c>FolderOf(movie)</c>.
/// </summary>
internal sealed class SameQuestion(CallEffects effects, TouchedState touched, ChangedQuestions changed)
{
    // Asked for each call of a loop, and the same for all of them.
    private readonly ConditionalWeakTable<IOperation, StrongBox<bool>> _writes = new();

    /// <summary>Whether each turn of <paramref name="repeat"/> asks what the turn before has asked.</summary>
    public bool IsAskedEachTime(IOperation operation, Repeat repeat, EffectPath path)
    {
        // A while loop goes on because something changes, and its question may be just that; a loop that writes changes the answer.
        if (repeat.Loop is IWhileLoopOperation || operation is not IInvocationOperation call || repeat.Element is null)
            return false;

        // A local function may read the element.
        if (call.TargetMethod.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.ExplicitInterfaceImplementation))
            return false;

        return (IsInvariant(call, repeat) || (IsInvariant(call.Instance, repeat) && AsksNothing(path))) && !Writes(repeat) &&
            !changed.IsChanged(call, touched.Of(repeat.Inside, o => o == call, default), repeat.Inside.DescendantsAndSelf());
    }

    private bool Writes(Repeat repeat) => _writes.GetValue(repeat.Inside, inside => new(inside.DescendantsAndSelf().OfType<IInvocationOperation>()
        .Any(c => effects.Find(c, EffectQuestion.DatabaseWrite, default) is { IsLikelyOnly: false }))).Value;

    private static bool IsInvariant(IInvocationOperation call, Repeat repeat) =>
        IsInvariant(call.Instance, repeat) && call.Arguments.All(a => IsInvariant(a.Value, repeat));

    /// <summary>Whether a value is the same at each turn. Only what cannot change: constants, parameters and locals that are not assigned in the loop, and fields and properties of these.</summary>
    public static bool IsInvariant(IOperation? value, Repeat repeat)
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
            case IArrayCreationOperation { Initializer.ElementValues: var elements }:
                return elements.All(e => IsInvariant(e, repeat));
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation function }:
                return IsInvariant(function, repeat);
            case IAnonymousFunctionOperation function:
                return IsInvariant(function, repeat);
            // db.Orders.Where(o => o.State == state): a query is the same when all of its parts are.
            case IInvocationOperation { TargetMethod.ReturnType: { Name: "IQueryable" or "IOrderedQueryable" or "IIncludableQueryable" } } query:
                return IsInvariant(query, repeat);
            default:
                return false;
        }
    }

    // o => o.Code == code: what it names from outside does not change, and it calls nothing that may answer differently each time.
    private static bool IsInvariant(IAnonymousFunctionOperation function, Repeat repeat) => function.Body.Descendants().All(o => o switch
    {
        ILocalReferenceOperation { Local: var local } => function.Declares(local) || IsInvariant(o, repeat),
        IParameterReferenceOperation { Parameter: var parameter } => function.Declares(parameter) || IsInvariant(o, repeat),
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } => IsInvariant(o, repeat),
        IPropertyReferenceOperation { Instance: null } => false,
        IInvocationOperation { Instance: null, TargetMethod.IsExtensionMethod: false } or IObjectCreationOperation or IAssignmentOperation => false,
        _ => true,
    });

    private static bool IsDeclaredOrAssignedIn(Repeat repeat, ISymbol symbol) => repeat.Construct.Declares(symbol) || Assignments.In(repeat.Construct).Contains(symbol);

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
