using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Rules;

/// <summary>Counts commands and the rows that are read of them.</summary>
public sealed class CommandsSeen : DbCommandInterceptor
{
    public int Count { get; set; }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Count++;
        return result;
    }
}
