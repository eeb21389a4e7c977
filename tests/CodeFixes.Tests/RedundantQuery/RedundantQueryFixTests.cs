using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A question that is the same at each turn is asked before the loop.</summary>
public sealed class RedundantQueryFixTests : RuleTests<RedundantQueryAnalyzer, RedundantQueryFix>
{
    [Fact]
    public Task Asked_once_and_named_for_what_it_is() => Fixes(
        """
        foreach (var id in ids)
        {
            var all = await db.Products.Where(p => p.Discontinued).[|ToListAsync|](ct).ConfigureAwait(false);
            Use(id, all);
        }
        """,
        """
        var products = await db.Products.Where(p => p.Discontinued).ToListAsync(ct).ConfigureAwait(false);
        foreach (var id in ids)
        {
            var all = products;
            Use(id, all);
        }
        """);

    [Fact]
    public Task Out_of_all_loops_in_which_it_is_the_same() => Fixes(
        """
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
                Use(line, db.Products.[|Count|]());
        }
        """,
        """
        var count = db.Products.Count();
        foreach (var order in orders)
        {
            foreach (var line in order.Lines)
                Use(line, count);
        }
        """);

    [Fact]
    public Task A_name_that_is_taken_is_not_taken_again() => Fixes(
        """
        var product = 1;
        foreach (var id in ids)
            Use(id, product, db.Products.[|First|]());
        """,
        """
        var product = 1;
        var answer = db.Products.First();
        foreach (var id in ids)
            Use(id, product, answer);
        """);

    [Theory]
    // What a turn makes of the answer, the next would find.
    [InlineData("foreach (var id in ids)\n{\n    var product = db.Products.AsNoTracking().[|First|]();\n    Mark(product, id);\n    Use(product.Name);\n}\n\nstatic void Mark(Product product, int id) => product.Name += id;")]
    [InlineData("foreach (var id in ids)\n{\n    foreach (var product in db.Products.AsNoTracking().[|ToList|]())\n    {\n        product.Name += id;\n        Use(product.Name);\n    }\n}")]
    [InlineData("foreach (var id in ids)\n{\n    var products = db.Products.AsNoTracking().[|ToList|]().Where(p => p.Id > 0);\n    foreach (var product in products)\n    {\n        product.Name += id;\n        Use(product.Name);\n    }\n}")]
    // Outside a loop: what is changed would be for both.
    [InlineData("var a = db.Products.ToList(); a.RemoveAll(p => p.Discontinued); var b = db.Products.[|ToList|](); Use(a, b);")]
    [InlineData("var a = db.Products.ToList(); var b = db.Products.[|ToList|](); Use(a); b.Clear(); Use(a);")]
    [InlineData("var a = db.Products.AsNoTracking().First(); a.Name = \"\"; var b = db.Products.AsNoTracking().[|First|](); Use(a.Name, b.Name);")]
    [InlineData("var a = db.Products.ToList(); var b = db.Products.[|ToList|](); Fill(b); Use(a); static void Fill(List<Product> all) => all.Add(new Product());")]
    // Each closes its own.
    [InlineData("var command = db.Database.GetDbConnection().CreateCommand(); foreach (var id in ids) { using var rows = command.[|ExecuteReader|](); Use(id, rows); }")]
    // Not asked in any case, or after something else.
    [InlineData("Use(ids.Remove(3), db.Products.Count()); Use(db.Products.[|Count|]());")]
    [InlineData("var n = ids.Count; Use(ids.Find(i => i > n), db.Products.Count(p => p.Id == n)); Use(db.Products.[|Count|](p => p.Id == n));")]
    [InlineData("if (ids.Count > 0)\n    foreach (var id in ids)\n        Use(id, db.Products.[|Count|]());")]
    // Asked only where there is something to ask for.
    [InlineData("Product? who = null; foreach (var id in ids) { if (who != null) Use(db.Products.[|First|](p => p.Id == who.Id)); }")]
    [InlineData("Product? who = null; foreach (var id in ids) { if (who == null) continue; Use(db.Products.[|First|](p => p.Id == who.Id)); }")]
    [InlineData("Product? who = null; foreach (var id in ids) Use(who == null ? null : db.Products.[|First|](p => p.Id == who.Id));")]
    // What fails is handled, each time.
    [InlineData("foreach (var id in ids) { try { Use(db.Products.[|First|]()); } catch (InvalidOperationException) { Use(id); } }")]
    // Each turn makes something else of what it got.
    [InlineData("foreach (var id in ids) { var all = db.Products.[|ToList|](); all.RemoveAll(p => p.Id > id); Use(all); }")]
    [InlineData("foreach (var id in ids) { var product = db.Products.AsNoTracking().[|First|](); product.Name += id; Use(product); }")]
    public Task Not_moved(string body) => Refuses(body);

    [Fact]
    public Task A_condition_about_something_else_may_stand_around_it() => Fixes(
        """
        foreach (var id in ids)
        {
            if (id > 3)
                Use(id, db.Products.[|Count|]());
        }
        """,
        """
        var count = db.Products.Count();
        foreach (var id in ids)
        {
            if (id > 3)
                Use(id, count);
        }
        """);

    // The answer has a name.
    [Theory]
    [InlineData("var a = db.Products.Count(); var b = db.Products.[|Count|](); Use(a, b);", "var a = db.Products.Count(); var b = a; Use(a, b);")]
    [InlineData("var all = db.Products.ToList(); Use(all); foreach (var product in db.Products.[|ToList|]()) Use(product.Name);", "var all = db.Products.ToList(); Use(all); foreach (var product in all) Use(product.Name);")]
    [InlineData(
        "var count = await db.Products.CountAsync(ct).ConfigureAwait(false); if (ids.Count > 3) Use(await db.Products.[|CountAsync|](ct).ConfigureAwait(false));",
        "var count = await db.Products.CountAsync(ct).ConfigureAwait(false); if (ids.Count > 3) Use(count);")]
    [InlineData("Product first = db.Products.First(); Use(first); var name = db.Products.[|First|]().Name; Use(name);", "Product first = db.Products.First(); Use(first); var name = first.Name; Use(name);")]
    public Task An_answer_that_is_there_is_used_again(string body, string expected) => Fixes(body, expected);

    // It is known in its own statement alone.
    [Fact]
    public Task A_variable_that_is_out_of_sight() => Fixes(
        """
        if (db.Products.First() is { } first)
            Use(first);
        foreach (var id in ids.Take(3))
            Use(id);
        Use(db.Products.[|First|]());
        """,
        """
        var product = db.Products.First();
        if (product is { } first)
            Use(first);
        foreach (var id in ids.Take(3))
            Use(id);
        Use(product);
        """);

    // It has none, or its variable is given something else.
    [Fact]
    public Task An_answer_that_gets_a_name() => Fixes(
        """
        // Some.
        if (db.Products.Count(p => p.Discontinued) > 0)
            Use(db.Products.[|Count|](p => p.Discontinued) + 1);
        """,
        """
        var count = db.Products.Count(p => p.Discontinued);
        // Some.
        if (count > 0)
            Use(count + 1);
        """);

    [Fact]
    public Task A_variable_that_is_given_something_else() => Fixes(
        """
        var n = await db.Products.CountAsync();
        n += 1;
        Use(n, await db.Products.[|CountAsync|]());
        """,
        """
        var count = await db.Products.CountAsync();
        var n = count;
        n += 1;
        Use(n, count);
        """);

    // Looked for, and then loaded.
    [Fact]
    public Task A_row_that_is_loaded_where_it_was_found() => Fixes(
        """
        var id = ids[0];
        if (!await db.Orders.AnyAsync(o => o.Id == id, ct))
            return null;

        Use(id);
        var order = await db.Orders.Include(o => o.Lines).[|FirstAsync|](o => o.Id == id, ct);
        Use(order.Lines.Count);
        """,
        """
        var id = ids[0];
        var order = await db.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, ct);
        if (order is null)
            return null;

        Use(id);
        Use(order.Lines.Count);
        """);

    [Fact]
    public Task A_row_that_is_loaded_in_the_branch_where_it_was_found() => Fixes(
        """
        var id = ids[0];
        if (db.Orders.Any(o => o.Id == id))
        {
            Order order = db.Orders.[|Single|](x => x.Id == id);
            Use(order.Number);
        }
        else
        {
            Use(id);
        }
        """,
        """
        var id = ids[0];
        var order = db.Orders.SingleOrDefault(x => x.Id == id);
        if (order is not null)
        {
            Use(order.Number);
        }
        else
        {
            Use(id);
        }
        """);

    [Fact]
    public Task A_row_that_has_no_name() => Fixes(
        """
        var id = ids[0];
        if (!(await db.Orders.AnyAsync(o => o.Id == id).ConfigureAwait(false)))
        {
            throw new InvalidOperationException();
        }

        Use(await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id).ConfigureAwait(false));
        """,
        """
        var id = ids[0];
        var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == id).ConfigureAwait(false);
        if (order is null)
        {
            throw new InvalidOperationException();
        }

        Use(order);
        """);

    [Theory]
    [InlineData("var id = ids[0]; var there = db.Orders.Any(o => o.Id == id); if (there) Use(db.Orders.First(o => o.Id == id));", "more than a branch")]
    [InlineData("var id = ids[0]; if (db.Orders.Any(o => o.Id == id) && id > 3) Use(db.Orders.First(o => o.Id == id));", "more than a branch")]
    [InlineData("var id = ids[0]; if (!db.Orders.Any(o => o.Id == id)) Use(id); var order = db.Orders.First(o => o.Id == id); Use(order);", "another branch")]
    [InlineData("var id = ids[0]; if (db.Orders.Any(o => o.Id == id)) Use(id); Use(db.Orders.First(o => o.Id == id));", "another branch")]
    [InlineData("var id = ids[0]; if (db.Orders.Where(o => o.Id == id).Select(o => o.Id).Any()) Use(db.Orders.Where(o => o.Id == id).Select(o => o.Id).First());", "cannot be null")]
    public async Task Not_loaded_before(string body, string reason) => Assert.Contains(reason, await Refusal.OfAsync<RedundantQueryAnalyzer, RedundantQueryFix>(Shop.Body(body)), StringComparison.Ordinal);
}
