using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Counts the saves that a program asks for.</summary>
internal sealed class SaveCounter : SaveChangesInterceptor
{
    public int Count { get; private set; }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Count++;
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count++;
        return new(result);
    }
}
