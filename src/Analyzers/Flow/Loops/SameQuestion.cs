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
internal sealed class SameQuestion(CallEffects effects, TouchedState touched)
{
    /// <summary>Names of one object, and variables that a question is made of, that are followed.</summary>
    private const int MaxNames = 24;

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

        return (IsInvariant(call, repeat) || (IsInvariant(call.Instance, repeat) && AsksNothing(path))) && !Writes(repeat) && !AsksWhatChanges(call, repeat);
    }

    private bool Writes(Repeat repeat) => _writes.GetValue(repeat.Inside, inside => new(inside.DescendantsAndSelf().OfType<IInvocationOperation>()
        .Any(c => effects.Find(c, EffectQuestion.DatabaseWrite, default) is { IsLikelyOnly: false }))).Value;

    // What the turns change, themselves or in what they call, is another question or another answer: texts.Count, where the loop does texts.Add(...).
    private bool AsksWhatChanges(IInvocationOperation call, Repeat repeat)
    {
        var written = touched.Of(repeat.Inside, o => o == call, default).Written;
        if (!written.IsEmpty && touched.Of(call, _ => false, default).Read.Overlaps(written))
            return true;

        var changed = repeat.Inside.DescendantsAndSelf().Select(PartOfWhat).OfType<IOperation>().ToList();
        return changed.Count > 0 && ((IsCommand(call.Instance?.Type) && changed.Exists(c => IsParameter(c.Type))) || Named(call).Overlaps(changed.SelectMany(Owners)));
    }

    // filter.Id = id, numbers[0] = id, command.Parameters.AddWithValue("id", id): what has got another part.
    private static IOperation? PartOfWhat(IOperation operation) => operation switch
    {
        IAssignmentOperation { Target: IMemberReferenceOperation { Instance: not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } and var owner } } => owner,
        IAssignmentOperation { Target: IArrayElementReferenceOperation { ArrayReference: var array } } => array,
        IIncrementOrDecrementOperation { Target: IMemberReferenceOperation { Instance: var owner } } => owner,
        IInvocationOperation { Instance: { Type: { } type } told } when type.AllInterfaces.Any(i => i.Name == "IDataParameterCollection") => told,
        _ => null,
    };

    // Of command.Parameters["id"], and of what it has made or is another name for.
    private static IEnumerable<ISymbol> Owners(IOperation? part)
    {
        for (var depth = 0; part is not null && depth < MaxNames; depth++)
        {
            part = Unwrap(part);
            if (VariableOf(part) is { } variable)
                yield return variable;
            else if (part is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: var own })
                yield return own;

            part = part switch
            {
                ILocalReferenceOperation local => LocalDefinitions.Single(local),
                IMemberReferenceOperation member => member.Instance,
                IArrayElementReferenceOperation element => element.ArrayReference,
                IInvocationOperation made when IsParameter(made.Type) => made.Instance,
                _ => null,
            };
        }
    }

    // What a question names, and what the variables that it names were made of: a query that was put together before the loop holds its filter.
    private static HashSet<ISymbol> Named(IOperation question)
    {
        var named = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<IOperation>();
        pending.Push(question);
        for (var steps = 0; pending.Count > 0 && steps < MaxNames; steps++)
        {
            foreach (var part in pending.Pop().DescendantsAndSelf())
            {
                if (part is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: var own })
                    named.Add(own);
                else if (VariableOf(part) is { } variable && named.Add(variable) && part is ILocalReferenceOperation local)
                    LocalDefinitions.Of(local).ToList().ForEach(pending.Push);
            }
        }

        return named;
    }

    private static bool IsCommand(ITypeSymbol? type) => type is not null && type.AllInterfaces.Prepend(type).Any(i => i.Name == "IDbCommand");

    private static bool IsParameter(ITypeSymbol? type) => type is not null && type.AllInterfaces.Prepend(type).Any(i => i.Name == "IDataParameter");

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
