using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Which questions to services wait for one another without need? Awaits that always run one after the other in one block, with nothing in
/// between that goes anywhere, waits or may end the member; each a question, not a command, of something that several may ask at the same
/// time; and none of them takes what one before it returned, or touches what one before it has written.
/// </summary>
internal sealed class Waterfalls(ApiIndex apis, CallSteps steps, CallEffects effects, TouchedState touched)
{
    // What people call members that ask. A request whose method is a variable, a call of a generated client and a query that is posted say no more themselves.
    private static readonly string[] s_questions = ["Get", "Find", "Search", "List", "Query", "Load", "Fetch", "Read", "Count", "Exists", "Lookup", "Download", "Has", "Is", "Describe", "Resolve", "Retrieve"];

    /// <summary>The waterfalls of a body, in the order of the code.</summary>
    public IEnumerable<Waterfall> In(IOperation body, CancellationToken cancellationToken)
    {
        var operations = BodyOperations.Of(body);
        if (operations.Awaits < 2)
            yield break;

        foreach (var block in operations.All.OfType<IBlockOperation>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var statements = block.Operations.Where(o => o is not ILocalFunctionOperation).Select(o => (Operation: o, Awaits: AwaitsOf(o).ToList())).ToList();
            if (statements.Sum(s => s.Awaits.Count) < 2 || IsInLoopOrHandler(block, cancellationToken))
                continue;

            // Where names leave one at most, nothing need be followed.
            if (statements.SelectMany(s => s.Awaits).Where(a => MayAsk(a, cancellationToken)).Skip(1).FirstOrDefault() is null)
                continue;

            var calls = statements.SelectMany(s => s.Awaits).Select(a => CallOf(a, cancellationToken)).OfType<WaterfallCall>().ToLookup(c => c.Await);
            if (calls.Count < 2)
                continue;

            foreach (var found in InStatements(statements, calls, cancellationToken))
            {
                if (!HoldsSomething(found))
                    yield return found;
            }
        }
    }

    private List<Waterfall> InStatements(List<(IOperation Operation, List<IAwaitOperation> Awaits)> statements, ILookup<IAwaitOperation, WaterfallCall> calls, CancellationToken cancellationToken)
    {
        var found = new List<Waterfall>();
        var run = new SequentialCalls(touched, cancellationToken);
        foreach (var (statement, awaits) in statements)
            found.AddRange(IsSimple(statement, awaits) ? run.Add(statement, [.. awaits.SelectMany(a => calls[a])]) : run.End());

        found.AddRange(run.End());
        return found;
    }

    // One that runs from its beginning to its end.
    private static bool IsSimple(IOperation statement, List<IAwaitOperation> awaits) =>
        statement is IVariableDeclarationGroupOperation or IExpressionStatementOperation or IReturnOperation && awaits.TrueForAll(a => AlwaysRuns(a, statement));

    private bool MayAsk(IAwaitOperation awaited, CancellationToken cancellationToken) =>
        awaited.Parent is not IExpressionStatementOperation && CallOf(awaited.Operation) is { } call && steps.Of(call, cancellationToken) is { } step && effects.MayLead(step, EffectQuestion.Remote);

    // The call behind an await, when it asks another service and may run beside others.
    private WaterfallCall? CallOf(IAwaitOperation awaited, CancellationToken cancellationToken)
    {
        if (awaited.Parent is IExpressionStatementOperation || CallOf(awaited.Operation) is not { } call || steps.Of(call, cancellationToken) is not { } step ||
            effects.Find(step, EffectQuestion.Remote, cancellationToken) is not { } path || path.Steps.Any(s => s.Rarity is Rarity.OnError))
        {
            return null;
        }

        // What is awaited for an argument has been done before the call.
        var before = AwaitsOf(call).ToImmutableHashSet();
        var all = touched.Of(call, o => o is IAwaitOperation inner && before.Contains(inner), cancellationToken);
        return all.UsesDatabase || all.Changes || all.Waits || all.IsExclusive || ((all.MayChange || all.Sends) && !IsQuestion(path)) ? null : new(awaited, call, path, all);
    }

    private static IInvocationOperation? CallOf(IOperation awaited)
    {
        var task = OperationShape.TaskOf(awaited);
        // client.GetAsync(request).ResponseAsync
        while (task is IPropertyReferenceOperation { Instance: { } instance } property && ValuePath.IsAwaitable(property.Type))
            task = OperationShape.TaskOf(instance);

        return task as IInvocationOperation;
    }

    private static bool IsQuestion(EffectPath path) => path.Steps.Any(s => s.Called is { Name: var name } && Array.Exists(s_questions, q => name.StartsWith(q, StringComparison.Ordinal) && !(name.Length > q.Length && char.IsLower(name[q.Length]))));

    private static IEnumerable<IAwaitOperation> AwaitsOf(IOperation statement) => MemberBodies.Operations(statement).OfType<IAwaitOperation>().OrderBy(a => a.Syntax.Span.End);

    private static bool AlwaysRuns(IOperation operation, IOperation statement)
    {
        for (var child = operation; child != statement && child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when child != conditional.Condition:
                case ICoalesceOperation coalesce when child != coalesce.Value:
                case IConditionalAccessOperation access when child != access.Operation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } either when child != either.LeftOperand:
                case ICoalesceAssignmentOperation or ISwitchExpressionArmOperation:
                    return false;
            }
        }

        return true;
    }

    // Calls for each element are another rule's, and what runs when something went wrong nobody waits for.
    private bool IsInLoopOrHandler(IBlockOperation block, CancellationToken cancellationToken)
    {
        for (IOperation? outer = block; outer is not null; outer = outer.Parent)
        {
            if (outer is ILoopOperation or ICatchClauseOperation)
                return true;

            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return steps.RepeatOf(block, cancellationToken) is not null;
        }

        return false;
    }

    // using var hold = await gate.LockAsync(); using var transaction = ...: whatever is held while the calls are made, unless it is what they are made with.
    private bool HoldsSomething(Waterfall waterfall)
    {
        var first = waterfall.Calls[0].Await;
        for (var (child, outer) = ((IOperation)first, first.Parent); outer is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); (child, outer) = (outer, outer.Parent))
        {
            if (outer is IUsingOperation { Resources: var resources } && child != resources && !IsUsed(resources))
                return true;

            if (outer is IBlockOperation around && around.Operations.TakeWhile(o => o != child).Any(o => o is IUsingDeclarationOperation declaration ? !IsUsed(declaration.DeclarationGroup) : HoldsPermission(o)))
                return true;
        }

        return false;

        bool IsUsed(IOperation resources) => resources is IVariableDeclarationGroupOperation group && group.Declarations.SelectMany(d => d.Declarators).All(d =>
            waterfall.Calls.Any(c => c.Call.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, d.Symbol))));

        // await gate.WaitAsync();
        bool HoldsPermission(IOperation statement) => statement is IExpressionStatementOperation && statement.DescendantsAndSelf().Any(o => o is IInvocationOperation call && apis.Find(call.TargetMethod)?.Effect is ApiEffect.Limit);
    }
}
