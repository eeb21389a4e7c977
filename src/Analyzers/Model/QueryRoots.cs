using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Model;

/// <summary>Which table does a query begin with, and who else may add to it?</summary>
internal sealed class QueryRoots(ApiIndex apis)
{
    /// <summary>Operators and locals followed for one answer.</summary>
    private const int MaxSteps = 200;

    /// <summary>
    /// The set that a query begins with, through operators and locals; null when there are several, when it comes from somewhere else, or when rows
    /// of it have been picked before.
    /// </summary>
    public IOperation? Of(IOperation query)
    {
        IOperation? root = null;
        var pending = new Stack<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(query);
        for (var steps = 0; pending.Count > 0; steps++)
        {
            if (steps == MaxSteps)
                return null;

            switch (OperationShape.Unwrap(pending.Pop()))
            {
                case ITranslatedQueryOperation translated:
                    pending.Push(translated.Operation);
                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                    pending.Push(conditional.WhenTrue);
                    pending.Push(whenFalse);
                    break;
                case ILocalReferenceOperation local:
                    if (!seen.Add(local.Local))
                        break;

                    var definitions = LocalDefinitions.Of(local);
                    if (definitions.IsEmpty)
                        return null;

                    foreach (var definition in definitions)
                        pending.Push(definition);

                    break;
                case IInvocationOperation call when QueryCalls.IsOperator(call.TargetMethod):
                    if (QueryCalls.EndsRows(call) || OperationShape.ReceiverOf(call) is not { } receiver)
                        return null;

                    pending.Push(receiver);
                    break;
                // db.Orders.AsQueryable() is a member of the set.
                case IInvocationOperation { Instance: { } owner } call when apis.IsQuerySource(owner.Type) && apis.IsQueryable(call.Type):
                    pending.Push(owner);
                    break;
                case var set when IsSet(set):
                    if (root is not null && root != set)
                        return null;

                    root = set;
                    break;
                default:
                    return null;
            }
        }

        return root;
    }

    /// <summary>Whether the query is handed to somebody who may add to it: returned, stored, passed to a method that is no operator.</summary>
    public bool Escapes(IOperation query)
    {
        for (var current = query; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IConversionOperation or ITranslatedQueryOperation or IAwaitOperation:
                    break;
                case IConditionalOperation conditional when conditional.Condition != current:
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (!apis.IsQueryable(call.Type))
                        return !IsLinq(call.TargetMethod);

                    if (!QueryCalls.IsOperator(call.TargetMethod) && apis.Find(call.TargetMethod) is null)
                        return true;

                    parent = call;
                    break;
                case IForEachLoopOperation or IExpressionStatementOperation or IVariableInitializerOperation:
                    return false;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation }:
                    return false;
                case IReturnOperation:
                    // A query in the projection of another one is part of that.
                    return !IsInLambda(parent) && apis.IsQueryable(query.Type);
                case IInvocationOperation call when call.Instance == current:
                    return false;
                case IAnonymousFunctionOperation or IBlockOperation:
                    return false;
                default:
                    return apis.IsQueryable(query.Type);
            }
        }

        return false;
    }

    private bool IsSet(IOperation operation) =>
        apis.IsQuerySource(operation.Type) || (operation is IInvocationOperation call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.Source && !QueryCalls.EndsRows(call));

    private static bool IsInLambda(IOperation operation)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation)
                return true;
        }

        return false;
    }

    private static bool IsLinq(IMethodSymbol method) =>
        QueryCalls.IsOperator(method) || (method.ContainingType is { Name: "Enumerable" or "AsyncEnumerable", ContainingNamespace.Name: "Linq" }) || BuilderCalls.IsEntityFramework(method);
}
