using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Loops that save, and loops that ask the same at each turn, executed before and after the fix.</summary>
public sealed class SavingExecutionTests
{
    /// <summary>The head of a loop, and what it does before it saves.</summary>
    public static TheoryData<string, string, string> Saves
    {
        get
        {
            string[] heads = ["foreach (var id in ids)", "for (int i = 0, id = ids[0]; i < ids.Count; i++, id = i < ids.Count ? ids[i] : 0)", "foreach (var id in ids.OrderBy(i => i).ToList())"];
            string[] changes =
            [
                "db.Products.Find(id)!.Name += \"!\";",
                "var product = db.Products.Find(id)!; if (product.Discontinued) product.Name = \"gone\"; else product.Discontinued = true;",
                "db.Products.Add(new Product { Sku = \"new\" + Guid.NewGuid().ToString(\"N\").Length + \"-\" + db.ChangeTracker.Entries().Count(), Name = \"of \" + id });",
                "db.OrderLines.Add(new OrderLine { OrderId = id, Quantity = id }); db.Orders.Find(id)!.Number = \"\";",
                "if (db.OrderLines.Find(id) is { } found && db.Entry(found).State != EntityState.Deleted) db.OrderLines.Remove(found);",
            ];
            string[] saves = ["db.SaveChanges();", "await db.SaveChangesAsync(ct);", "_ = await db.SaveChangesAsync().ConfigureAwait(false);"];
            var data = new TheoryData<string, string, string>();
            for (var i = 0; i < heads.Length; i++)
            {
                for (var j = 0; j < changes.Length; j++)
                    data.Add(heads[i], changes[j], saves[(i + j) % saves.Length]);
            }

            return data;
        }
    }

    /// <summary>What is asked, the same for every element.</summary>
    public static TheoryData<string> Questions =>
    [
        "db.Products.Count(p => p.Discontinued)",
        "await db.Products.OrderBy(p => p.Id).FirstAsync(ct)",
        "await db.Orders.AsNoTracking().Where(o => o.CouponId == null).OrderBy(o => o.Id).ToListAsync().ConfigureAwait(false)",
        "db.Products.Any(p => p.Sku == codes[0])",
    ];

    private static string Saving(string head, string change, string save) => Entry.Body($"{head}\n{{\n    {change}\n    {save}\n}}");

    private static string Asking(string question) => Entry.Body($"foreach (var id in ids)\n    Use(id, {question});");

    [Theory]
    [MemberData(nameof(Saves))]
    public Task One_save_on_sqlite(string head, string change, string save) => BeforeAndAfter.CompareSavesAsync("sqlite", Saving(head, change, save), "plain", "duplicates");

    [PostgresTheory]
    [MemberData(nameof(Saves))]
    public Task One_save_on_postgres(string head, string change, string save) => BeforeAndAfter.CompareSavesAsync("postgres", Saving(head, change, save), "plain");

    [Theory]
    [MemberData(nameof(Questions))]
    public Task One_question_on_sqlite(string question) => BeforeAndAfter.CompareAsync<RedundantQueryAnalyzer, RedundantQueryFix>("sqlite", Asking(question), "plain", "duplicates", "tracked");

    [PostgresTheory]
    [MemberData(nameof(Questions))]
    public Task One_question_on_postgres(string question) => BeforeAndAfter.CompareAsync<RedundantQueryAnalyzer, RedundantQueryFix>("postgres", Asking(question), "plain", "duplicates", "tracked");
}
