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
    [InlineData("var a = db.Products.Count(); var b = db.Products.[|Count|](); Use(a, b);")]
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
}
