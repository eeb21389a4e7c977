using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Which rows are loaded only to be deleted? <c>db.Orders.RemoveRange(await db.Orders.Where(...).ToListAsync())</c>, or one by one in a loop: the database deletes them without sending them, where the version has a
/// command for it. What a context does when it saves, and what a query includes, may be what they are loaded for.
/// </summary>
internal sealed class DeletedRows(ApiIndex apis, RowLoads loads, QueryParts parts, RowReductions reductions)
{
    /// <summary>The command that deletes the rows of a query where they are.</summary>
    public const string Command = "ExecuteDelete";

    private readonly Lazy<bool> _hasCommand = new(() => apis.Declares(Command, "db"));

    /// <summary>The rows that a call is given, and deletes.</summary>
    public UnusedRows? Of(IInvocationOperation call, CancellationToken cancellationToken) =>
        Fact(call) is { Runs: { } parameter } && call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value is { } given ? Of(call, given, call.TargetMethod.Name, call, cancellationToken) : null;

    /// <summary>The rows that a loop goes through, which does nothing but delete each.</summary>
    public UnusedRows? Of(IForEachLoopOperation loop, CancellationToken cancellationToken) =>
        loop.Locals.Length == 1 && StatementOf(loop.Body) is IExpressionStatementOperation { Operation: var statement } && Unwrap(statement) is IInvocationOperation call && Fact(call) is { Runs: null } &&
        call.Arguments.Any(a => Unwrap(a.Value) is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, loop.Locals[0]))
            ? Of(call, loop.Collection, NamedLeads.Loop, loop, cancellationToken)
            : null;

    private UnusedRows? Of(IInvocationOperation call, IOperation given, string name, IOperation frame, CancellationToken cancellationToken)
    {
        if (!_hasCommand.Value || call.Instance is not { } deleter || SavesItsOwnWay(deleter))
            return null;

        var value = Unwrap(given);
        var rows = value is ILocalReferenceOperation local && !apis.IsQueryable(local.Type)
            ? LocalUses.Of(local, local.Local).All(u => u == local || IsCounted(u)) ? loads.Of(local, cancellationToken) : null
            : loads.Of(value, cancellationToken);
        return rows is { Query: { } query, IsByKey: false, IsReshaped: false } && LocalUses.RunAsOften(rows.Read, frame) && !parts.Of(query, cancellationToken).Any(p => apis.Find(p.TargetMethod, p.Instance?.Type) is { Loads: not ApiLoads.Unstated })
            ? new(call, ApiRows.Deleted, rows) { Name = name, IsSpread = rows.Read is IInvocationOperation { Type: var read } && !apis.IsQueryable(read) }
            : null;
    }

    private ApiFact? Fact(IInvocationOperation call) => apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.Deleted } fact ? fact : null;

    private static IOperation StatementOf(IOperation body) => body is IBlockOperation { Operations: { Length: 1 } only } ? only[0] : body;

    // if (orders.Count == 0) return;   logger.LogInformation("{Count} deleted", orders.Count);  the command says how many they were.
    private bool IsCounted(IOperation use) => RowReductions.IsNullTest(use) ||
        (reductions.ConsumerOf(use) is { } consumer && reductions.Reduction(consumer) is (var receiver, ApiRows.Value) && RowReductions.ArgumentsOf(consumer, receiver).IsEmpty);

    // Deleted is what SaveChanges of such a context makes of it: a mark, an event, a line in a log.
    private static bool SavesItsOwnWay(IOperation deleter)
    {
        var context = deleter.Type is { Name: "DbSet" } ? (Unwrap(deleter) as IMemberReferenceOperation)?.Member.ContainingType ?? (Unwrap(deleter) as IInvocationOperation)?.Instance?.Type : deleter.Type;
        for (var type = context; type is not null; type = type.BaseType)
        {
            if (type.GetMembers("SaveChanges").Concat(type.GetMembers("SaveChangesAsync")).Any(m => m.IsOverride))
                return true;
        }

        return false;
    }
}
