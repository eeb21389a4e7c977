using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>
/// Makes the database answer as one behind a network does, after some milliseconds in which no thread is needed: SQLite by itself answers in the thread that asks, and an
/// asynchronous query on it never waits.
/// </summary>
internal sealed class DatabaseDelay(TimeSpan delay) : DbCommandInterceptor
{
    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await Task.Delay(delay, cancellationToken);
        return result;
    }
}
