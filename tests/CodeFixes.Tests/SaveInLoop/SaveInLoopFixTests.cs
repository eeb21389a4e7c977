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
    [InlineData("foreach (var order in orders)\n{\n    if (order.Id > 3)\n        continue;\n\n    order.Number = \"\";\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    db.ChangeTracker.Clear();\n    db.Update(order);\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    db.Entry(order).State = EntityState.Modified;\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    order.Number += db.Orders.Count();\n    db.[|SaveChanges|]();\n}")]
    // The key of the row that the turn before has saved; a row that is gone only when it is saved.
    [InlineData("Order? last = null; foreach (var id in ids)\n{\n    var order = new Order { CouponId = last?.Id };\n    db.Orders.Add(order);\n    last = order;\n    db.[|SaveChanges|]();\n}")]
    [InlineData("Order? last = null; foreach (var id in ids)\n{\n    var order = new Order();\n    Link(order);\n    db.Orders.Add(order);\n    db.[|SaveChanges|]();\n}\nvoid Link(Order order) { order.CouponId = last?.Id; last = order; }")]
    [InlineData("foreach (var id in ids)\n{\n    var order = db.Orders.Find(id);\n    if (order is not null)\n        db.Orders.Remove(order);\n    else\n        db.Products.Add(new Product());\n    db.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    using var own = new ShopDb(null!);\n    own.Update(order);\n    own.[|SaveChanges|]();\n}")]
    [InlineData("foreach (var order in orders)\n{\n    foreach (var line in order.Lines)\n    {\n        line.Quantity++;\n        db.[|SaveChanges|]();\n    }\n}")]
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
    public Task Not_moved(string body) => Refuses(body);

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
