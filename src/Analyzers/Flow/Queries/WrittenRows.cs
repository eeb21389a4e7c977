using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>
/// Which rows are loaded only to be deleted, or to be given the same values? <c>db.Orders.RemoveRange(await db.Orders.Where(...).ToListAsync())</c>, or one by one in a loop: the database does it to them without sending
/// them, where the version has a command for it. What a context does when it saves, and what a query includes, may be what they are loaded for.
/// </summary>
internal sealed class WrittenRows(ApiIndex apis, RowLoads loads, QueryParts parts, RowReductions reductions, Translation translation, Dispatch dispatch)
{
    private const string DeleteCommand = "ExecuteDelete";
    private const string UpdateCommand = "ExecuteUpdate";
    private const string Interceptor = "Microsoft.EntityFrameworkCore.Diagnostics.ISaveChangesInterceptor";

    private readonly Lazy<bool> _canDelete = new(() => apis.Declares(DeleteCommand, "db"));
    private readonly Lazy<bool> _canUpdate = new(() => apis.Declares(UpdateCommand, "db"));

    /// <summary>The command of the database that does what is done with each of the rows.</summary>
    public static string CommandFor(ApiRows use) => use is ApiRows.Deleted ? DeleteCommand : UpdateCommand;

    /// <summary>The rows that a call is given, and deletes.</summary>
    public UnusedRows? Of(IInvocationOperation call, CancellationToken cancellationToken) =>
        Written(call) is { Rows: ApiRows.Deleted, Runs: { } parameter } && call.Arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value is { } given ? Deleted(call, given, call, cancellationToken) : null;

    /// <summary>The rows that a loop goes through, which does nothing but delete each, or set columns of each.</summary>
    public UnusedRows? Of(IForEachLoopOperation loop, CancellationToken cancellationToken)
    {
        if (loop.Locals.Length != 1)
            return null;

        var row = loop.Locals[0];
        ImmutableArray<IOperation> statements = [.. StatementsOf(loop).Select(ExpressionOf)];
        return statements.Length == 1 && statements[0] is IInvocationOperation call && Written(call) is { Rows: ApiRows.Deleted, Runs: null } && IsGiven(call, row) ? Deleted(call, loop.Collection, loop, cancellationToken)
            : ColumnsSet(statements, row, loop) is { IsEmpty: false } columns ? Updated(loop, columns, statements.Any(s => s is IInvocationOperation), cancellationToken)
            : null;
    }

    private UnusedRows? Deleted(IInvocationOperation call, IOperation given, IOperation frame, CancellationToken cancellationToken) =>
        _canDelete.Value && call.Instance is { } deleter && !SavesItsOwnWay(deleter) && WholeRows(given, cancellationToken) is { Query: not null } rows && LocalUses.RunAsOften(rows.Read, frame)
            ? new(call, ApiRows.Deleted, rows) { Name = frame is ILoopOperation ? NamedLeads.Loop : call.TargetMethod.Name, IsSpread = rows.Read is IInvocationOperation { Type: var read } && !apis.IsQueryable(read) }
            : null;

    // What no context tracks is written when Update says so; a page is nothing that the command can be asked for, and what a projection makes is no row.
    private UnusedRows? Updated(IForEachLoopOperation loop, ImmutableArray<string> columns, bool isMarked, CancellationToken cancellationToken)
    {
        if (!_canUpdate.Value || WholeRows(loop.Collection, cancellationToken) is not { IsPaged: false, Query: { } query } rows || !LocalUses.RunAsOften(rows.Read, loop) || SavesItsOwnWay(query))
            return null;

        var of = parts.Of(query, cancellationToken);
        return !of.Any(p => apis.Find(p.TargetMethod, p.Instance?.Type) is { } fact && (fact.Rows is ApiRows.Columns || (fact.IsUntracked && !isMarked))) &&
            of.All(p => p.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } rowOf } && SymbolEqualityComparer.Default.Equals(rowOf[rowOf.Length - 1], loop.Locals[0].Type))
            ? new(loop.Body, ApiRows.Updated, rows) { Name = NamedLeads.Loop, Columns = columns, IsSpread = true }
            : null;
    }

    // All rows of a query that includes no others, for which nobody else has a use.
    private LoadedRows? WholeRows(IOperation given, CancellationToken cancellationToken)
    {
        var value = Unwrap(given);
        var rows = value is ILocalReferenceOperation local && !apis.IsQueryable(local.Type)
            ? LocalUses.Of(local, local.Local).All(u => u == local || IsCounted(u) || IsWritten(u)) ? loads.Of(local, cancellationToken) : null
            : loads.Of(value, cancellationToken);
        return rows is { Query: { } query, IsByKey: false, IsReshaped: false } && !parts.Of(query, cancellationToken).Any(p => apis.Find(p.TargetMethod, p.Instance?.Type) is { Loads: not ApiLoads.Unstated }) ? rows : null;
    }

    // order.IsRead = true; order.Turns += 1; db.Update(order);  which columns, when each is set once, and to what the database can compute before any is set.
    private ImmutableArray<string> ColumnsSet(ImmutableArray<IOperation> statements, ILocalSymbol row, IForEachLoopOperation loop)
    {
        var columns = new HashSet<IPropertySymbol>(SymbolEqualityComparer.Default);
        foreach (var statement in statements)
        {
            if (statement is IInvocationOperation call && Written(call) is { Rows: ApiRows.Updated, Runs: null } && IsGiven(call, row))
                continue;

            var (target, value) = statement switch
            {
                ISimpleAssignmentOperation assignment => (assignment.Target, assignment.Value),
                ICompoundAssignmentOperation { OperatorMethod: null } assignment => (assignment.Target, assignment.Value),
                IIncrementOrDecrementOperation { OperatorMethod: null } step => (step.Target, step.Target),
                _ => ((IOperation?)null, null),
            };
            if (target is not IPropertyReferenceOperation { Instance: { } instance, Property: var column } || !IsRow(instance, row) || !IsColumn(column) || value is null || !IsSame(value, loop) ||
                value.DescendantsAndSelf().Any(v => v is IPropertyReferenceOperation { Property: var read } && columns.Contains(read)) || !columns.Add(column))
            {
                return [];
            }
        }

        return [.. columns.Select(c => c.Name)];
    }

    private static bool IsColumn(IPropertySymbol property) =>
        Translation.IsStored(property) && !IsIdentity(property) && property.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String };

    // What does not depend on the row is the same for each: no Guid.NewGuid(), and nothing that the loop counts or remembers.
    private bool IsSame(IOperation value, IForEachLoopOperation loop)
    {
        var assigned = Assignments.In(loop.Body);
        return translation.Of(value, loop) is ApiTranslation.AsWritten &&
            value.DescendantsAndSelf().All(o => o is not (IInvocationOperation or IObjectCreationOperation) && (StorageOf(o) is not { } storage || !assigned.Contains(storage) || o is IPropertyReferenceOperation { Instance: { } instance } && IsRow(instance, loop.Locals[0])));
    }

    private static bool IsRow(IOperation value, ILocalSymbol row) => Unwrap(value) is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, row);

    private static bool IsGiven(IInvocationOperation call, ILocalSymbol row) => call.Arguments.Any(a => IsRow(a.Value, row));

    private ApiFact? Written(IInvocationOperation call) => apis.Find(call.TargetMethod, call.Instance?.Type) is { Rows: ApiRows.Deleted or ApiRows.Updated } fact ? fact : null;

    private static IOperation ExpressionOf(IOperation statement) => statement is IExpressionStatementOperation { Operation: var expression } ? Unwrap(expression) : statement;

    // if (orders.Count == 0) return;   logger.LogInformation("{Count} deleted", orders.Count);  the command says how many they were.
    private bool IsCounted(IOperation use) => RowReductions.IsNullTest(use) ||
        (reductions.ConsumerOf(use) is { } consumer && reductions.Reduction(consumer) is (var receiver, ApiRows.Value) && RowReductions.ArgumentsOf(consumer, receiver).IsEmpty);

    // db.UpdateRange(orders);  of what the loop has set.
    private bool IsWritten(IOperation use) => Outermost(use).Parent is IArgumentOperation { Parent: IInvocationOperation call } && Written(call) is { Rows: ApiRows.Updated };

    // Deleted is what SaveChanges of such a context, or an interceptor, makes of it: a mark, an event, a line in a log.
    private bool SavesItsOwnWay(IOperation query)
    {
        for (var type = ContextOf(query); type is not null; type = type.BaseType)
        {
            if (type.GetMembers("SaveChanges").Concat(type.GetMembers("SaveChangesAsync")).Any(m => m.IsOverride) ||
                (type.Name == "DbContext" && type.ContainingAssembly.GetTypeByMetadataName(Interceptor) is { } interceptor && !dispatch.Below(interceptor).IsEmpty))
            {
                return true;
            }
        }

        return false;
    }

    // db.Orders.Where(...), or what one is told to write with: db, db.Orders.
    private static ITypeSymbol? ContextOf(IOperation query)
    {
        var current = Unwrap(query);
        while (true)
        {
            switch (current)
            {
                case IMemberReferenceOperation { Type.Name: "DbSet", Instance: { } holder }:
                    return holder.Type;
                case IInvocationOperation call when ReceiverOf(call) is { } receiver:
                    current = Unwrap(receiver);
                    break;
                case ILocalReferenceOperation local when LocalDefinitions.Of(local) is { Length: 1 } values && values[0] != current:
                    current = Unwrap(values[0]);
                    break;
                default:
                    return current.Type;
            }
        }
    }
}
