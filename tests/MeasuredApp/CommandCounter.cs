using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MeasuredApp;

/// <summary>Counts every command of this program by what it does, independently of any diagnostic listener.</summary>
public sealed class CommandCounter : DbCommandInterceptor
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public void WriteTo(string file) => File.WriteAllText(file, JsonSerializer.Serialize(_counts));

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Count(command, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(Count(command, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        Count(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(Count(command, result));

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Count(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        new(Count(command, result));

    private T Count<T>(DbCommand command, T result)
    {
        // Queries carry their origin as a tag, '-- name', which is the name they are counted under.
        var text = command.CommandText;
        var name = text.StartsWith("-- ", StringComparison.Ordinal) ? text[3..text.IndexOf('\n')].Trim() : "other";
        _counts.AddOrUpdate(name, 1, (_, n) => n + 1);
        _counts.AddOrUpdate("all", 1, (_, n) => n + 1);
        return result;
    }
}
