using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>What a thread waited for, before and after the fix: the same results, the same exceptions, the same commands.</summary>
public sealed class WaitExecutionTests
{
    // What fails throws itself: GetResult does, and Result wraps it, which the page says.
    [Theory]
    [InlineData("Use(db.Products.CountAsync(ct).Result);")]
    [InlineData("foreach (var id in ids)\n    Use(id, db.Orders.FindAsync(id).AsTask().Result?.Number);")]
    [InlineData("var all = ids.Select(async id => { await Task.Delay(id, ct); return id; }).ToArray();\nTask.WaitAll(all);\nUse(all.Select(t => t.Result).ToList());")]
    [InlineData("Use(db.Products.FirstAsync(p => p.Id == -1, ct).GetAwaiter().GetResult().Name);")]
    [InlineData("int Count(int id) => db.OrderLines.CountAsync(l => l.OrderId == id, ct).Result;\nforeach (var id in ids)\n    Use(Count(id), Count(id) + 1);")]
    public Task Sync_over_async(string body) => BeforeAndAfter.CompareAwaitsAsync<SyncOverAsyncAnalyzer, SyncOverAsyncFix>(Entry.Body("await Task.Yield();\n" + body));

    [Theory]
    [InlineData("Use(db.Products.Where(p => p.Discontinued).OrderBy(p => p.Id).ToList());")]
    [InlineData("foreach (var id in ids)\n    Use(id, db.OrderLines.Count(l => l.OrderId == id));")]
    [InlineData("Use(db.Products.First(p => p.Id == -1).Name);")]
    [InlineData("foreach (var p in db.Products.OrderBy(p => p.Id))\n    Use(p.Name, await db.OrderLines.CountAsync(l => l.ProductId == p.Id, ct));")]
    [InlineData("foreach (var p in db.Products.OrderBy(p => p.Id))\n{\n    if (p.Discontinued)\n        break;\n    Use(p.Name);\n}")]
    [InlineData("Use(db.Accounts.Max(a => a.Email), db.Products.Find(ids[0])?.Name);")]
    public Task Synchronous_queries(string body) => BeforeAndAfter.CompareAwaitsAsync<SyncIoInAsyncAnalyzer, SyncIoInAsyncFix>(Entry.Body("await Task.Yield();\n" + body));
}
