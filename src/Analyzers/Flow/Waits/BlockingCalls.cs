using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>
/// Which operations block although they have a twin that can be awaited? That is knowledge of a library, or followed through the bodies of the program, never a guess from names.
/// </summary>
internal sealed class BlockingCalls(ApiIndex apis, CallSteps steps, OwnTwins own)
{
    /// <summary>Whether a member of this name may block, the program's own included or not: the look that spares all others.</summary>
    public bool MayBe(string name, bool takesOwn) => apis.MayHaveTwin(name) || (takesOwn && own.MayHave(name));

    /// <summary>The operations of a body that may.</summary>
    public static IEnumerable<IOperation> Candidates(IOperation body)
    {
        var operations = BodyOperations.Of(body);
        return operations.Calls.Concat(operations.Enumerations);
    }

    /// <summary>What an operation blocks for; null for one that does not, or that nothing can be awaited for.</summary>
    public BlockingCall? Of(IOperation operation, bool takesOwn, CancellationToken cancellationToken) => operation switch
    {
        IInvocationOperation call => Of(call, takesOwn, cancellationToken),
        IForEachLoopOperation loop => OfRows(loop, loop.Collection, cancellationToken),
        ISpreadOperation spread => OfRows(spread, spread.Operand, cancellationToken),
        IObjectCreationOperation creation => steps.RowsGone.Given(creation) is { } given ? OfRows(creation, given, cancellationToken) : null,
        _ => null,
    };

    private BlockingCall? Of(IInvocationOperation call, bool takesOwn, CancellationToken cancellationToken)
    {
        // orders.RemoveRange(orders.Where(...)) goes through what it is given, not through what it is called on.
        if (apis.MayRun(call.TargetMethod.Name) && apis.Find(call.TargetMethod, call.Instance?.Type) is { Runs: not null } runs)
            return RowsGoneThrough.Given(call.Arguments, runs) is { } given ? OfRows(call, given, cancellationToken) : null;

        var name = NameInCode.In(((InvocationExpressionSyntax)call.Syntax).Expression)?.Identifier.ValueText ?? "";
        var (mayBeKnown, mayBeOwn) = (apis.MayHaveTwin(name), takesOwn && own.MayHave(name));
        if (!(mayBeKnown || mayBeOwn) || TaskTypes.IsTask(call.Type))
            return null;

        var rows = OperationShape.ReceiverOf(call);
        if (mayBeOwn && own.Of(call, cancellationToken) is { } ofProgram)
            return new(call, ofProgram, QueryOrigin.None, rows);

        if (!mayBeKnown || apis.Find(call.TargetMethod, call.Instance?.Type) is not { AsyncTwin: { } twin } fact || fact.Effect is ApiEffect.Wait)
            return null;

        if (fact.Effect is ApiEffect.Block or ApiEffect.Delay or ApiEffect.Limit)
            return IsLook(call) ? null : new(call, fact, QueryOrigin.None, rows);

        if (fact.System == "file")
            return new(call, fact, QueryOrigin.None, rows);

        // A query is only one when it goes to a database, and its twin is in the library that it goes through.
        return steps.Of(call, cancellationToken) is { Fact: { } known, Origin.Kind: not QueryOriginKind.Sequence } step && known == fact && (fact.Effect is not ApiEffect.Materialize || apis.HasMember(twin))
            ? new(call, fact, step.Origin, rows)
            : null;
    }

    // What is a sequence by its type has no twin, whatever it is made of.
    private BlockingCall? OfRows(IOperation operation, IOperation rows, CancellationToken cancellationToken)
    {
        rows = OperationShape.Unwrap(rows);
        return (apis.IsQueryable(rows.Type) || apis.IsQuerySource(rows.Type)) && steps.Of(operation, cancellationToken) is { Fact: { AsyncTwin: { } twin } fact } step && apis.HasMember(twin)
            ? new(operation, fact, step.Origin, rows)
            : null;
    }

    // SemaphoreSlim.Wait(0) looks and does not wait; Thread.Sleep(0) and the like only yield.
    private static bool IsLook(IInvocationOperation call) => call.Arguments.Length > 0 && OperationShape.Unwrap(call.Arguments[0].Value) is
        ILiteralOperation { ConstantValue.Value: 0 or 1 } or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };
}
