using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Members for one and for many, executed before and after the fix: the same rows, and a constant number of commands.</summary>
public sealed class BulkExecutionTests
{
    private const string Repository =
        """

        public class Repository(ShopDb db)
        {
            public Task<Product?> GetByIdAsync(int id, CancellationToken ct) => db.Products.FirstOrDefaultAsync(p => p.Id == id, ct);

            public Task<List<Product>> GetByIdsAsync(IReadOnlyCollection<int> ids, CancellationToken ct) => db.Products.Where(p => ids.Contains(p.Id)).ToListAsync(ct);

            public List<OrderLine> GetLines(int orderId) => db.OrderLines.Where(l => l.OrderId == orderId).OrderBy(l => l.Id).ToList();

            public OrderLine[] GetLines(params int[] orderIds) => db.OrderLines.Where(l => orderIds.Contains(l.OrderId)).OrderBy(l => l.Id).ToArray();
        }

        """;

    [Theory]
    [InlineData("foreach (var id in ids)\n    Use(id, await new Repository(db).GetByIdAsync(id, ct));")]
    [InlineData("foreach (var id in sequence)\n{\n    if (id < 10)\n        continue;\n    var found = await repository.GetByIdAsync(id, ct).ConfigureAwait(false);\n    Use(found?.Name);\n}")]
    [InlineData("foreach (var id in ids)\n    foreach (var line in repository.GetLines(id))\n        Use(id, line.Id, line.Price);")]
    public Task The_same_is_read(string body) => BeforeAndAfter.CompareAsync<QueryInLoopAnalyzer, BulkMemberFix>(
        "sqlite", Entry.Body("var repository = new Repository(db);\n" + body.Replace("new Repository(db).", "repository.", StringComparison.Ordinal)) + Repository, "plain", "duplicates");
}
