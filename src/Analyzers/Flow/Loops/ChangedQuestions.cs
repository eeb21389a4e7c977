using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Is what is asked in the same words another question, because of what code between has changed?</summary>
internal sealed class ChangedQuestions(TouchedState touched)
{
    /// <summary>Names of one object, and variables that a question is made of, that are followed.</summary>
    private const int MaxNames = 24;

    /// <summary>Whether the answer may be another than before: <c>texts.Count</c>, where the code between does <c>texts.Add(...)</c>.</summary>
    /// <param name="question">The call that asks.</param>
    /// <param name="between">What the code between touches, in whatever it calls.</param>
    /// <param name="operations">That code itself.</param>
    public bool IsChanged(IInvocationOperation question, Touched between, IEnumerable<IOperation> operations)
    {
        if (!between.Written.IsEmpty && touched.Of(question, _ => false, default).Read.Overlaps(between.Written))
            return true;

        var changed = operations.Select(PartOfWhat).OfType<IOperation>().ToList();
        return changed.Count > 0 && ((IsCommand(question.Instance?.Type) && changed.Exists(c => IsParameter(c.Type))) || Named(question).Overlaps(changed.SelectMany(Owners)));
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
}
