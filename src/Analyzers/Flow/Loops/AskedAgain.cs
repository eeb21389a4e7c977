using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Model;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// Which queries of a member were asked before in the same run, with the same arguments and nothing in between that could have changed the
/// answer? Only what is certain to have run before counts: <c>if (Count() > 0) Use(Count());</c> does, two branches of one condition do not.
/// </summary>
internal sealed class AskedAgain(CallSteps steps, CallEffects effects, Rareness rareness, TouchedState touched, ChangedQuestions changed)
{
    /// <summary>Queries compared with each other in one member; beyond this the code is generated.</summary>
    private const int MaxQueries = 60;

    /// <summary>The second and later of equal queries, and those that load what another has looked for, each with the path of its round trip and the query before it.</summary>
    public IEnumerable<(IInvocationOperation Call, EffectPath Path, IInvocationOperation Before)> In(IOperation body, CancellationToken cancellationToken)
    {
        // Of other length is other text: most calls are never made into a string.
        var (lengths, several) = (new HashSet<int>(), new HashSet<int>());
        var looks = false;
        foreach (var operation in BodyOperations.Of(body).All)
        {
            if (operation is not IInvocationOperation call)
                continue;

            if (!lengths.Add(call.Syntax.Span.Length))
                several.Add(call.Syntax.Span.Length);

            looks = looks || QueryCalls.LooksFor(call);
        }

        if (several.Count == 0 && !looks)
            yield break;

        var left = MaxQueries;
        var calls = MemberBodies.Operations(body).OfType<IInvocationOperation>().ToList();
        foreach (var group in calls.Where(c => several.Contains(c.Syntax.Span.Length)).GroupBy(c => c.Syntax.ToString(), StringComparer.Ordinal))
        {
            foreach (var again in Later(group, _ => true, _ => true))
                yield return again;
        }

        if (!looks)
            yield break;

        foreach (var group in calls.Where(c => QueryCalls.LooksFor(c) || QueryCalls.LoadsOne(c)).GroupBy(RowsOf, StringComparer.Ordinal))
        {
            foreach (var again in Later(group, QueryCalls.LooksFor, QueryCalls.LoadsOne))
                yield return again;
        }

        IEnumerable<(IInvocationOperation Call, EffectPath Path, IInvocationOperation Before)> Later(IEnumerable<IInvocationOperation> group, Predicate<IInvocationOperation> isFirst, Predicate<IInvocationOperation> isLater)
        {
            var all = group.ToList();
            if (all.Count < 2)
                yield break;

            var queries = all.Select(c => (Call: c, Path: QueryOf(c, body, cancellationToken))).Where(q => q.Path is not null).Take(left).ToList();
            left -= queries.Count;
            if (queries.Find(q => isFirst(q.Call)).Call is not { } first)
                yield break;

            foreach (var (later, path) in queries)
            {
                if (later != first && isLater(later) && RunsBefore(first, later) && !MayChangeBetween(first, later, calls, cancellationToken) && !IsChangedBetween(first, later, body, cancellationToken))
                    yield return (later, path!, first);
            }
        }
    }

    // orders.Any(o => o.Id == id) and orders.Include(o => o.Lines).First(x => x.Id == id) are about the same rows.
    private static string RowsOf(IInvocationOperation call)
    {
        var parts = new List<string>();
        IOperation? current = call;
        while (current is IInvocationOperation query && QueryCalls.IsOperator(query.TargetMethod))
        {
            if (!QueryCalls.KeepsAllRows(query))
            {
                if (query != call && query.TargetMethod.Name != "Where")
                    parts.Add(query.TargetMethod.Name);

                parts.AddRange(query.Arguments.Skip(1).Where(a => !a.IsImplicit && a.Value.Type?.Name != "CancellationToken").Select(a => TextOf(a.Value.Syntax)));
            }

            current = ReceiverOf(query) is { } receiver ? Unwrap(receiver) : null;
        }

        parts.Add(current?.Syntax.ToString() ?? "");
        return string.Join(" ", parts);
    }

    // What a lambda calls its row is no matter.
    private static string TextOf(SyntaxNode argument)
    {
        return argument is SimpleLambdaExpressionSyntax { Parameter: var row } lambda
            ? string.Join(" ", lambda.DescendantTokens().Select(t => t.ValueText == row.Identifier.ValueText && (t.Parent == row || t.Parent is IdentifierNameSyntax { Parent: not MemberAccessExpressionSyntax } || IsOwner(t.Parent)) ? "row" : t.Text))
            : argument.ToString();

        static bool IsOwner(SyntaxNode? name) => name is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax { Expression: var owner } } && owner == name;
    }

    // Most calls that stand twice lead to no database, which is known before anything is asked about their parts.
    private EffectPath? QueryOf(IInvocationOperation call, IOperation body, CancellationToken cancellationToken) =>
        steps.Of(call, cancellationToken) is { Fact: not { Key: "primary" } } step && effects.MayLead(step, EffectQuestion.DatabaseRead) && IsStable(call, body) && rareness.Of(call) is Rarity.Always or Rarity.Sometimes &&
        effects.Find(step, EffectQuestion.DatabaseRead, cancellationToken) is { IsLikelyOnly: false, IsRemembered: false } path && path.Steps.All(s => s.Rarity is Rarity.Always or Rarity.Sometimes)
            ? path
            : null;

    // Everything that the call names keeps its value for as long as the member runs.
    private static bool IsStable(IInvocationOperation call, IOperation body) => call.DescendantsAndSelf().All(o => o switch
    {
        ILocalReferenceOperation local => call.Syntax.Span.Contains(local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.Span ?? default) || LocalDefinitions.Single(local) is not null,
        IParameterReferenceOperation parameter => !Assignments.In(body).Contains(parameter.Parameter),
        IFieldReferenceOperation field => field.Field.IsReadOnly || field.Field.IsConst || field.Instance is not (null or IInstanceReferenceOperation),
        // What a selection makes of each row, it makes again.
        IAssignmentOperation or IIncrementOrDecrementOperation or IObjectCreationOperation => Ancestors(o).TakeWhile(a => a != call).Any(a => a is IConversionOperation { Type.Name: "Expression", Operand: IAnonymousFunctionOperation } or IDelegateCreationOperation { Type.Name: "Expression" }),
        _ => true,
    });

    // The statement of the first stands in a block that is also around the second.
    private static bool RunsBefore(IOperation first, IOperation later)
    {
        // A loop asks again because time has passed, or something it waits for.
        for (var around = first.Parent; around is not null; around = around.Parent)
        {
            if (around is ILoopOperation)
                return false;
        }

        for (var child = first; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case IBlockOperation:
                    return first.Syntax.Span.End <= later.Syntax.SpanStart && parent.Syntax.Span.Contains(later.Syntax.Span) && !child.Syntax.Span.Contains(later.Syntax.Span);
                case IConditionalOperation conditional when child != conditional.Condition:
                case IConditionalAccessOperation or ICoalesceOperation or ICoalesceAssignmentOperation or ISwitchExpressionArmOperation or ISwitchCaseOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } either when child == either.RightOperand:
                case IAnonymousFunctionOperation or ILocalFunctionOperation or ILoopOperation or ICatchClauseOperation:
                    return false;
                case IConditionalOperation conditional when child == conditional.Condition && conditional.WhenTrue.Syntax.Span.Contains(later.Syntax.Span):
                    return true;
            }
        }

        return false;
    }

    // A write, a call of a service, or anything that nobody in sight has written and that is not the framework's.
    private bool MayChangeBetween(IOperation first, IOperation later, List<IInvocationOperation> calls, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            if (call.Syntax.SpanStart < first.Syntax.Span.End || call.Syntax.SpanStart >= later.Syntax.SpanStart)
                continue;

            var step = steps.Of(call, cancellationToken);
            if (step is not null && (effects.Find(step, EffectQuestion.DatabaseWrite, cancellationToken) ?? effects.Find(step, EffectQuestion.Remote, cancellationToken)) is not null)
                return true;

            if (step is null && call.TargetMethod.ContainingAssembly?.Name is { } name && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty &&
                !name.StartsWith("System", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal) && name is not ("mscorlib" or "netstandard"))
            {
                return true;
            }

            if (Unwrap(call) is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke })
                return true;
        }

        return false;
    }

    // order.Region = region; and again Find(order): in the same words, another question.
    private bool IsChangedBetween(IOperation first, IInvocationOperation later, IOperation body, CancellationToken cancellationToken)
    {
        var between = BodyOperations.Of(body).All.Where(o => o.Syntax.SpanStart >= first.Syntax.Span.End && o.Syntax.Span.End <= later.Syntax.SpanStart).ToList();
        return changed.IsChanged(later, between.Aggregate(Touched.Nothing, (all, o) => all.And(touched.OfOne(o, cancellationToken))), between);
    }
}
