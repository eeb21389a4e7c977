using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Which calls is a query put together from? Those of one expression, of the statements before, and of helpers that return queries.
/// </summary>
internal sealed class QueryParts(ApiIndex apis, MemberBodies bodies, Dispatch dispatch)
{
    /// <summary>Operations looked at for one answer.</summary>
    private const int MaxSteps = 200;

    /// <summary>The calls, the last operator first.</summary>
    public ImmutableArray<IInvocationOperation> Of(IOperation query, CancellationToken cancellationToken)
    {
        var calls = ImmutableArray.CreateBuilder<IInvocationOperation>();
        var pending = new Stack<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(query);
        for (var steps = 0; pending.Count > 0 && steps < MaxSteps; steps++)
        {
            switch (Unwrap(pending.Pop()))
            {
                case ILocalReferenceOperation local when seen.Add(local.Local):
                    foreach (var value in LocalDefinitions.Of(local))
                        pending.Push(value);

                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                    pending.Push(conditional.WhenTrue);
                    pending.Push(whenFalse);
                    break;
                case ITranslatedQueryOperation translated:
                    pending.Push(translated.Operation);
                    break;
                case IPropertyReferenceOperation { Property: { GetMethod: { } getter } property } when apis.IsQueryable(property.Type) && seen.Add(property):
                    PushReturned(getter);
                    break;
                case IInvocationOperation call:
                    calls.Add(call);
                    // Includes.Aggregate(query, (q, include) => q.Include(include)): it is the query that goes on.
                    if (ReceiverOf(call) is { } receiver)
                        pending.Push(apis.IsQueryable(receiver.Type) ? receiver : call.Arguments.FirstOrDefault(a => apis.IsQueryable(a.Value.Type))?.Value ?? receiver);

                    if (apis.Find(call.TargetMethod) is null && apis.IsQueryable(call.Type) && seen.Add(call.TargetMethod.OriginalDefinition))
                        PushReturned(call.TargetMethod);

                    break;
            }
        }

        return calls.ToImmutable();

        void PushReturned(IMethodSymbol method)
        {
            foreach (var target in dispatch.Targets(method))
            {
                if (bodies.Of(target, cancellationToken) is not { } body || MemberBodies.IsGiant(body))
                    continue;

                foreach (var operation in MemberBodies.Operations(body))
                {
                    if (operation is IReturnOperation { ReturnedValue: { } returned })
                        pending.Push(returned);
                    // if (offset > 0) query = query.Skip(offset); return query; of what it was given
                    else if (operation is ISimpleAssignmentOperation { Target: IParameterReferenceOperation { Type: var type }, Value: var value } && apis.IsQueryable(type))
                        pending.Push(value);
                }
            }
        }
    }
}
