using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>One save after the loop: its text, and when none is offered.</summary>
public sealed class SaveInLoopFixTests : RuleTests<SaveInLoopAnalyzer, SaveInLoopFix>
{
    [Fact]
    public Task The_last_statement_moves_behind_the_loop_with_its_comment() => Fixes(
        """
        foreach (var order in orders)
        {
            order.Number += "!"; // changed

            // Keep it.
            await db.[|SaveChangesAsync|](ct).ConfigureAwait(false);
        }

        Use(orders);
        """,
        """
        foreach (var order in orders)
        {
            order.Number += "!"; // changed
        }

        // Keep it.
        await db.SaveChangesAsync(ct).ConfigureAwait(false);

        Use(orders);
        """);

    [Fact]
    public Task A_loop_by_index() => Fixes(
        """
        for (var i = 0; i < ids.Count; i++)
        {
            db.Products.Add(new Product { Id = ids[i] });
            db.[|SaveChanges|]();
        } // all of them
        """,
        """
        for (var i = 0; i < ids.Count; i++)
        {
            db.Products.Add(new Product { Id = ids[i] });
        } // all of them

        db.SaveChanges();
        """);

    // Find by primary key answers from what is tracked first: it does not see whether that is saved.
    [Fact]
    public Task A_row_by_its_primary_key_may_be_read_in_between() => Fixes(
        """
        foreach (var id in ids)
        {
            var product = db.Products.Find(id);
            product!.Name = "sold";
            _ = db.[|SaveChanges|]();
        }
        """,
        """
        foreach (var id in ids)
        {
            var product = db.Products.Find(id);
            product!.Name = "sold";
        }

        _ = db.SaveChanges();
        """);

    [Theory]
    [InlineData("var n = 0; foreach (var order in orders) { order.Number = \"\"; n += db.[|SaveChanges|](); }")]
    [InlineData("foreach (var order in orders) { order.Number = \"\"; db.[|SaveChanges|](); }")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n    Use(order.Id);\n}")]
    [InlineData("foreach (var order in orders)\n{\n    if (order.Id > 3)\n        db.[|SaveChanges|]();\n}")]
    // What a turn has changed before it leaves, the next turn's save takes along, and the last one's nobody.
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\";\n    if (order.Id > 3)\n        continue;\n\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Lines.Clear();\n    if (order.Id > 3)\n    {\n        order.Number = \"\";\n        db.[|SaveChanges|]();\n    }\n}")]
    [InlineData("foreach (var order in orders)\n{\n    if (order.Id > 3)\n    {\n        order.Number = \"\";\n        db.[|SaveChanges|]();\n    }\n    else\n    {\n        order.Number = \"!\";\n    }\n}")]
    [InlineData("foreach (var order in orders)\n{\n    if (Close(order))\n        continue;\n\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n}\nbool Close(Order order) { order.CouponId = null; return order.Id > 3; }")]
    [InlineData("foreach (var order in orders)\n{\n    if (order.Id > 3)\n    {\n        db.Orders.Remove(order);\n        continue;\n    }\n\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    if (order.Id > 3)\n        return null;\n\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\";\n    if (order.Id > 3)\n        break;\n\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var id in ids)\n{\n    var order = new Order();\n    db.Add(order);\n    db.[|SaveChanges|]();\n    last = order.Id;\n}", "var last = 0; ")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n    order.CouponId = 1;\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n    texts.Add(order.ToString()!);\n}", "var texts = new List<string>(); ")]
    [InlineData("foreach (var order in orders)\n{\n    db.ChangeTracker.Clear();\n    db.Update(order);\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    db.Entry(order).State = EntityState.Detached;\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    db.Entry(orders[0]).State = EntityState.Modified;\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number += db.Orders.Count();\n    db.[|SaveChanges|]();\n}")]
    // The key of the row that the turn before has saved; a row that is gone only when it is saved.
    [InlineData("Order? last = null; foreach (var id in ids)\n{\n    var order = new Order { CouponId = last?.Id };\n    db.Orders.Add(order);\n    last = order;\n    db.[|SaveChanges|]();\n}")]
    [InlineData("Order? last = null; foreach (var id in ids)\n{\n    var order = new Order();\n    Link(order);\n    db.Orders.Add(order);\n    db.[|SaveChanges|]();\n}\nvoid Link(Order order) { order.CouponId = last?.Id; last = order; }")]
    [InlineData("foreach (var id in ids)\n{\n    var order = db.Orders.Find(id);\n    if (order is not null)\n        db.Orders.Remove(order);\n    else\n        db.Products.Add(new Product());\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    using var own = new ShopDb(null!);\n    own.Update(order);\n    own.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\";\n    foreach (var line in order.Lines)\n    {\n        line.Quantity++;\n        db.[|SaveChanges|]();\n    }\n}")]
    [InlineData("foreach (var order in orders)\n{\n    foreach (var line in order.Lines)\n    {\n        line.Quantity++;\n        db.[|SaveChanges|]();\n    }\n    order.Number = \"\";\n}")]
    [InlineData("foreach (var group in orders.GroupBy(o => o.AccountId))\n{\n    Order? last = null;\n    foreach (var id in ids)\n    {\n        var order = new Order { CouponId = last?.Id };\n        db.Orders.Add(order);\n        last = order;\n        db.[|SaveChanges|]();\n    }\n}")]
    [InlineData("foreach (var order in orders)\n{\n    foreach (var line in Numbered(order))\n    {\n        line.Quantity++;\n        db.[|SaveChanges|]();\n    }\n}\nList<OrderLine> Numbered(Order order) { order.Number = \"\"; return order.Lines; }")]
    [InlineData("while (ids.Count > 0)\n{\n    foreach (var line in lines)\n    {\n        line.Quantity++;\n        db.[|SaveChanges|]();\n    }\n    ids.Clear();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    using var transaction = db.Database.BeginTransaction();\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n}")]
    // The same of rows that a list keeps, and of those that hang on another element.
    [InlineData("var made = new List<Order>(); foreach (var id in ids)\n{\n    var order = new Order { CouponId = made.LastOrDefault()?.Id };\n    db.Orders.Add(order);\n    made.Add(order);\n    db.[|SaveChanges|]();\n}")]
    [InlineData("var made = new List<Order>(); foreach (var id in ids)\n{\n    var last = made.LastOrDefault();\n    var order = new Order { Number = last is { Id: > 0 } ? \"next\" : \"first\" };\n    db.Orders.Add(order);\n    made.Add(order);\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number = \"\" + orders.First(o => o.Id == order.Id - 1).Lines.Sum(l => l.Id);\n    order.Lines.Add(new OrderLine());\n    db.[|SaveChanges|]();\n}")]
    [InlineData("for (var i = 1; i < orders.Count; i++)\n{\n    orders[i].Number = \"\" + orders[i - 1].Lines.Max(l => l.Id);\n    orders[i].Lines.Add(new OrderLine());\n    db.[|SaveChanges|]();\n}")]
    // What the context has still to save.
    [InlineData("foreach (var order in orders)\n{\n    order.Number = db.ChangeTracker.HasChanges() ? \"dirty\" : \"clean\";\n    db.[|SaveChanges|]();\n}")]
    [InlineData("var n = 0; foreach (var order in orders)\n{\n    db.Add(new Product { Name = \"\" + n });\n    n += db.ChangeTracker.Entries<Product>().Count(e => e.State == EntityState.Added);\n    db.[|SaveChanges|]();\n}")]
    [InlineData("for (var i = 1; i < orders.Count; i++)\n{\n    orders[i].Number = db.Entry(orders[i - 1]).State == EntityState.Unchanged ? \"u\" : \"m\";\n    db.[|SaveChanges|]();\n}")]
    public Task Not_moved(string body, string before = "") => Refuses(before + body);

    // A turn that does not come to its save has nothing to save.
    [Theory]
    [InlineData("if (order.Id > 3)\n        continue;\n\n    order.Number = \"\";")]
    [InlineData("if (string.IsNullOrEmpty(order.Number)) continue;\n    order.Number = \"\";")]
    [InlineData("var product = db.Products.Find(order.Id);\n    if (product is null)\n    {\n        Console.WriteLine(\"none\");\n        continue;\n    }\n\n    product.Name = \"\";")]
    [InlineData("foreach (var line in order.Lines)\n    {\n        if (line.Quantity > 3)\n            continue;\n\n        if (line.Quantity > 2)\n            break;\n\n        line.Quantity++;\n    }\n")]
    [InlineData("if (order.Id > 3)\n        break;\n\n    order.Number = \"\";")]
    [InlineData("db.Entry(order).State = EntityState.Modified;")]
    public Task A_turn_may_be_skipped(string change) => Fixes(
        $"foreach (var order in orders)\n{{\n    {change}\n    db.[|SaveChanges|]();\n}}\n\nUse(orders);",
        $"foreach (var order in orders)\n{{\n    {change.TrimEnd('\n')}\n}}\n\ndb.SaveChanges();\n\nUse(orders);");

    [Fact]
    public Task A_condition_may_decide_whether_there_is_something_to_save() => Fixes(
        """
        var changed = 0;
        var seen = new List<Product>();
        foreach (var id in ids)
        {
            var product = await db.Products.FindAsync(id);
            if (product == null)
            {
                product = new Product { Id = id };
                db.Products.Add(product);

                // At once, so that the next finds it.
                await db.[|SaveChangesAsync|](ct);
            }

            seen.Add(product);
            changed++;
        }
        """,
        """
        var changed = 0;
        var seen = new List<Product>();
        foreach (var id in ids)
        {
            var product = await db.Products.FindAsync(id);
            if (product == null)
            {
                product = new Product { Id = id };
                db.Products.Add(product);
            }

            seen.Add(product);
            changed++;
        }

        // At once, so that the next finds it.
        await db.SaveChangesAsync(ct);
        """);

    // What the batch of the reads has left.
    [Fact]
    public Task Rows_that_were_read_before_the_loop() => Fixes(
        """
        var productsById = db.Products.Where(p => ids.Contains(p.Id)).ToDictionary(p => p.Id);
        foreach (var id in ids)
        {
            var product = productsById.GetValueOrDefault(id);
            if (product == null)
                continue;

            product.Discontinued = true;
            await db.[|SaveChangesAsync|](ct);
        }
        """,
        """
        var productsById = db.Products.Where(p => ids.Contains(p.Id)).ToDictionary(p => p.Id);
        foreach (var id in ids)
        {
            var product = productsById.GetValueOrDefault(id);
            if (product == null)
                continue;

            product.Discontinued = true;
        }

        await db.SaveChangesAsync(ct);
        """);

    [Fact]
    public Task Behind_all_loops() => Fixes(
        """
        var n = 0;
        foreach (var order in orders)
        {
            if (order.Lines.Count == 0)
                continue;

            foreach (var line in order.Lines)
            {
                if (line.Quantity > 3)
                    break;

                line.Quantity++;
                db.[|SaveChanges|]();
            }

            n++;
        }
        """,
        """
        var n = 0;
        foreach (var order in orders)
        {
            if (order.Lines.Count == 0)
                continue;

            foreach (var line in order.Lines)
            {
                if (line.Quantity > 3)
                    break;

                line.Quantity++;
            }

            n++;
        }

        db.SaveChanges();
        """);

    private const string Work =
        """
        public interface IProducts { void Add(Product product); void Remove(Product product); Product? Get(int id); }
        public sealed class Products(ShopDb db) : IProducts
        {
            public void Add(Product product) => db.Products.Add(product);
            public void Remove(Product product) => db.Products.Remove(product);
            public Product? Get(int id) => db.Products.Find(id);
        }
        public interface IWork { IProducts Products { get; } Task<bool> CommitAsync(CancellationToken ct = default); bool HasChanges(); }
        public sealed class Import(IWork work)
        {
            public async Task RunAsync(List<int> ids)
            {
                foreach (var id in ids)
                {
                    work.Products.Add(new Product { Id = id });
                    await work.[|CommitAsync|]();
                }
            }
        }

        """;

    private static string Committing(string body, string more = "") =>
        Work + $$"""
        public sealed class Work(ShopDb db) : IWork
        {
            public IProducts Products => new Products(db);
            public bool HasChanges() => db.ChangeTracker.HasChanges();
            {{body}}{{more}}
        }
        """;

    private static string Saved(string file) => file.Replace("    await work.[|CommitAsync|]();\n        }\n    }", "}\n\n        await work.CommitAsync();\n    }", StringComparison.Ordinal);

    [Theory]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) => await db.SaveChangesAsync(ct).ConfigureAwait(false) > 0;")]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) { var saved = await db.SaveChangesAsync(ct); return saved > 0; }")]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) { return await SaveAsync() >= 0; } private Task<int> SaveAsync() => db.SaveChangesAsync();")]
    public Task A_unit_of_work_is_saved_once(string commit) => FixesFile(
        Committing(commit),
        Saved(Committing(commit)));

    // What its tests put in the place of a unit of work is none of the program's.
    [Theory]
    [InlineData("Shop.Tests", true)]
    [InlineData("Shop.Cloud", false)]
    public Task What_another_project_saves(string project, bool isOffered)
    {
        var file = Committing("public async Task<bool> CommitAsync(CancellationToken ct) => await db.SaveChangesAsync(ct) > 0;");
        var test = new CodeFixTest<SaveInLoopAnalyzer, SaveInLoopFix>
        {
            TestCode = file,
            Sources = { Shop.Model },
            FixedCode = isOffered ? Saved(file) : file,
        };
        test.Projects.Add(new(project)
        {
            ProjectReferences = { "Test" },
            References = isOffered ? [.. TestReferences.All, MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location)] : TestReferences.All,
            Sources = { new("Other.cs", "using System.Threading; using System.Threading.Tasks; public sealed class Other : IWork { public IProducts Products => null!; public bool HasChanges() => false; public Task<bool> CommitAsync(CancellationToken ct) => Task.FromResult(true); }") },
        });
        return test.RunAsync();
    }

    // What else the call does is done for each element; what forgets, or asks what is not saved, stands behind a call as well.
    [Theory]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) { var saved = await db.SaveChangesAsync(ct); db.ChangeTracker.Clear(); return saved > 0; }")]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) { try { return await db.SaveChangesAsync(ct) > 0; } catch (DbUpdateException) { return false; } }")]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) => await new ShopDb(null!).SaveChangesAsync(ct) > 0;")]
    [InlineData("public async Task<bool> CommitAsync(CancellationToken ct) => await db.SaveChangesAsync(ct) > 0;", "} public sealed class Other : IWork { public IProducts Products => null!; public bool HasChanges() => false; public Task<bool> CommitAsync(CancellationToken ct) => Task.FromResult(true);")]
    public Task Not_what_does_more_than_save(string commit, string more = "") => RefusesFile(Committing(commit, more));

    [Theory]
    [InlineData("if (work.HasChanges()) Console.WriteLine();")]
    [InlineData("if (work.Products.Get(id) is { } found) work.Products.Remove(found); else")]
    [InlineData("Forget(); void Forget() => ((ShopDb)null!).ChangeTracker.Clear();")]
    public Task Not_where_a_call_asks_what_is_unsaved(string more) => RefusesFile(
        Committing("public async Task<bool> CommitAsync(CancellationToken ct) => await db.SaveChangesAsync(ct) > 0;").Replace("work.Products.Add(", more + "\n            work.Products.Add(", StringComparison.Ordinal));

    // Its own lines, and its own state, no other turn has saved.
    [Theory]
    [InlineData("order.Lines.Add(new OrderLine()); order.Number = \"\" + order.Lines.Count(l => l.Id > 0) + order.Id;")]
    [InlineData("if (db.Entry(order).State == EntityState.Modified) order.Number = \"changed\";")]
    [InlineData("if (db.Entry(order).State == EntityState.Detached) db.Attach(order); order.Number = \"\";")]
    [InlineData("Use(db.Entry(order).Property(o => o.Number).IsModified); order.Number = \"\";")]
    public Task What_a_turn_says_of_its_own_row_may_stay(string change) => Fixes(
        $"foreach (var order in orders)\n{{\n    {change}\n    db.[|SaveChanges|]();\n}}\n\nUse(orders);",
        $"foreach (var order in orders)\n{{\n    {change}\n}}\n\ndb.SaveChanges();\n\nUse(orders);");

    // The key is the base's, which is generic.
    [Fact]
    public Task Not_where_a_key_of_a_generic_base_is_needed() => RefusesFile(
        """
        public abstract class Entity<TKey> { public TKey Id { get; set; } = default!; }
        public class Step : Entity<int> { public int? PreviousId { get; set; } }
        public class StepDb(DbContextOptions<StepDb> options) : DbContext(options) { public DbSet<Step> Steps => Set<Step>(); }
        public class Chain(StepDb db)
        {
            public void Add(List<string> names)
            {
                Step? last = null;
                foreach (var name in names)
                {
                    var step = new Step { PreviousId = last?.Id };
                    db.Steps.Add(step);
                    last = step;
                    db.[|SaveChanges|]();
                }
            }
        }
        """);
}
