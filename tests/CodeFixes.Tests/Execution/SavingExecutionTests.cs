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

    /// <summary>Loops of which not every turn saves, or does something after it has.</summary>
    public static TheoryData<string> Turns =>
    [
        "foreach (var id in ids)\n{\n    var product = db.Products.Find(id);\n    if (product is null || product.Discontinued)\n        continue;\n\n    product.Name += \"!\";\n    db.SaveChanges();\n}",
        "var changed = 0;\nforeach (var id in ids)\n{\n    var product = await db.Products.FindAsync(id);\n    if (product is { Discontinued: false })\n    {\n        product.Name += \"!\";\n        await db.SaveChangesAsync(ct);\n    }\n\n    changed++;\n}\n\nUse(changed);",
        "var seen = new List<Product>();\nforeach (var id in ids)\n{\n    var key = id + 50;\n    var product = db.Products.Find(key);\n    if (product == null)\n    {\n        product = new Product { Id = key, Sku = \"new\" + key, Name = \"new\" };\n        db.Products.Add(product);\n        db.SaveChanges();\n    }\n\n    seen.Add(product);\n}\n\nUse(seen.Count, seen.Sum(p => p.Id));",
        "var order = db.Orders.Find(1)!;\nforeach (var line in lines)\n{\n    if (line.Quantity == 0) continue;\n    if (line.Quantity > 1)\n    {\n        db.Entry(line).State = EntityState.Modified;\n        line.Price += 1;\n        db.SaveChanges();\n    }\n}\n\nUse(order.Number);",
        "foreach (var order in orders)\n{\n    for (var i = 0; i < 2; i++)\n    {\n        if (order.Id % 4 == i)\n            break;\n\n        db.Orders.Find(order.Id)!.Number += i;\n        db.SaveChanges();\n    }\n}",
        "foreach (var id in ids)\n{\n    work.Get(id)!.Name += \"?\";\n    await work.CommitAsync(ct);\n}",
        "var n = 0;\nforeach (var id in ids)\n{\n    if (work.Get(id) is not { Discontinued: false } product)\n        continue;\n\n    work.Add(product.Name + n++);\n    _ = await work.CommitAsync(ct).ConfigureAwait(false);\n}",
    ];

    private const string Work =
        """

        public interface IWork
        {
            Product? Get(int id);

            void Add(string name);

            Task<bool> CommitAsync(CancellationToken ct);
        }

        public sealed class Work(ShopDb db) : IWork
        {
            public Product? Get(int id) => db.Set<Product>().Find(id);

            public void Add(string name) => db.Products.Add(new Product { Sku = name, Name = name });

            public async Task<bool> CommitAsync(CancellationToken ct) => await db.SaveChangesAsync(ct) > 0;
        }
        """;

    private static string Turning(string loop) => Entry.Body($"IWork work = new Work(db);\n{loop}") + Work;

    /// <summary>Loops that read a row by its key, change it and save it.</summary>
    public static TheoryData<string> Changes =>
    [
        "foreach (var id in ids)\n{\n    var product = await db.Products.FirstOrDefaultAsync(p => p.Id == id, ct);\n    if (product == null)\n        continue;\n\n    product.Name += \"!\";\n    await db.SaveChangesAsync(ct);\n}",
        "foreach (var id in ids)\n{\n    var product = db.Products.Find(id);\n    if (product is { Discontinued: false })\n    {\n        product.Discontinued = true;\n        db.SaveChanges();\n    }\n}",
        "foreach (var id in ids)\n{\n    var order = db.Orders.Include(o => o.Lines).Single(o => o.Id == id);\n    order.Number += order.Lines.Count;\n    foreach (var line in order.Lines)\n        line.Quantity++;\n\n    db.SaveChanges();\n}",
        "foreach (var id in ids)\n{\n    var product = work.Get(id);\n    if (product != null)\n        product.Name = \"of \" + id;\n\n    await work.CommitAsync(ct);\n}",
    ];

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
    public Task One_save_on_sqlite(string head, string change, string save) => BeforeAndAfter.CompareSavesAsync("sqlite", Saving(head, change, save), isForAll: true, "plain", "duplicates");

    [PostgresTheory]
    [MemberData(nameof(Saves))]
    public Task One_save_on_postgres(string head, string change, string save) => BeforeAndAfter.CompareSavesAsync("postgres", Saving(head, change, save), isForAll: true, "plain");

    [Theory]
    [MemberData(nameof(Turns))]
    public Task One_save_for_some_of_the_turns_on_sqlite(string loop) => BeforeAndAfter.CompareSavesAsync("sqlite", Turning(loop), isForAll: false, "plain", "duplicates");

    [PostgresTheory]
    [MemberData(nameof(Turns))]
    public Task One_save_for_some_of_the_turns_on_postgres(string loop) => BeforeAndAfter.CompareSavesAsync("postgres", Turning(loop), isForAll: false, "plain");

    [Theory]
    [MemberData(nameof(Changes))]
    public Task One_read_for_rows_that_are_saved_on_sqlite(string loop) => BeforeAndAfter.CompareStoredAsync<QueryInLoopAnalyzer, ReviewedReadFix>("sqlite", Turning(loop), "plain", "duplicates");

    [PostgresTheory]
    [MemberData(nameof(Changes))]
    public Task One_read_for_rows_that_are_saved_on_postgres(string loop) => BeforeAndAfter.CompareStoredAsync<QueryInLoopAnalyzer, ReviewedReadFix>("postgres", Turning(loop), "plain");

    [Theory]
    [MemberData(nameof(Questions))]
    public Task One_question_on_sqlite(string question) => BeforeAndAfter.CompareAsync<RedundantQueryAnalyzer, RedundantQueryFix>("sqlite", Asking(question), "plain", "duplicates", "tracked");

    [PostgresTheory]
    [MemberData(nameof(Questions))]
    public Task One_question_on_postgres(string question) => BeforeAndAfter.CompareAsync<RedundantQueryAnalyzer, RedundantQueryFix>("postgres", Asking(question), "plain", "duplicates", "tracked");

    [Theory]
    [MemberData(nameof(Questions))]
    public Task An_answer_that_is_there_on_sqlite(string question) => AskTwiceAsync("sqlite", question);

    [PostgresTheory]
    [MemberData(nameof(Questions))]
    public Task An_answer_that_is_there_on_postgres(string question) => AskTwiceAsync("postgres", question);

    private static async Task AskTwiceAsync(string provider, string question)
    {
        await BeforeAndAfter.CompareTwiceAsync<RedundantQueryAnalyzer, RedundantQueryFix>(provider, Entry.Body($"var first = {question};\nUse(first, ids.Count);\nUse({question});"), "plain", "tracked");
        await BeforeAndAfter.CompareTwiceAsync<RedundantQueryAnalyzer, RedundantQueryFix>(provider, Entry.Body($"Use({question});\nif (ids.Count > 1)\n    Use(ids[0], {question});"), "plain", "tracked");
    }

    /// <summary>What looks for a row that is there, and for one that is not, and what is done with it.</summary>
    public static TheoryData<string> Looks =>
    [
        "var id = ids[0];\nif (!await db.Products.AnyAsync(p => p.Id == id))\n{\n    Use(id);\n    return null;\n}\n\nvar product = await db.Products.FirstAsync(p => p.Id == id);\nUse(product);",
        "var id = ids[0];\nif (db.Products.Where(p => p.Id == id).Any())\n    Use(db.Products.AsNoTracking().SingleOrDefault(p => p.Id == id));\nelse\n    Use(\"none\", id);",
    ];

    // A row that is not there was asked for once in any case.
    [Theory]
    [MemberData(nameof(Looks))]
    public Task A_row_that_is_not_there_on_sqlite(string body) => BeforeAndAfter.CompareTwiceAsync<RedundantQueryAnalyzer, RedundantQueryFix>("sqlite", Entry.Body(body.Replace("ids[0]", "-ids[0]", StringComparison.Ordinal)), less: 0, "plain");

    [Theory]
    [MemberData(nameof(Looks))]
    public Task A_row_that_was_looked_for_on_sqlite(string body) => BeforeAndAfter.CompareTwiceAsync<RedundantQueryAnalyzer, RedundantQueryFix>("sqlite", Entry.Body(body), "plain", "tracked");

    [PostgresTheory]
    [MemberData(nameof(Looks))]
    public Task A_row_that_was_looked_for_on_postgres(string body) => BeforeAndAfter.CompareTwiceAsync<RedundantQueryAnalyzer, RedundantQueryFix>("postgres", Entry.Body(body), "plain", "tracked");
}
