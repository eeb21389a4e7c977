using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>PERF1006's fix: what moves into the query, and what does not.</summary>
public sealed class LoadThenFilterFixTests : RuleTests<LoadThenFilterAnalyzer, LoadThenFilterFix>
{
    [Theory]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.AccountId == guid).ToList());", "Use(db.Orders.Where(o => o.AccountId == guid).ToList());")]
    [InlineData("Use(db.Orders.AsEnumerable().[|Where|](o => o.Id > n).Select(o => o.Number));", "Use(db.Orders.Where(o => o.Id > n).AsEnumerable().Select(o => o.Number));")]
    [InlineData("Use((await db.Orders.ToListAsync(ct)).[|Count|]);", "Use(await db.Orders.CountAsync(ct));")]
    [InlineData("Use((await db.Orders.ToArrayAsync()).[|Length|]);", "Use(await db.Orders.CountAsync());")]
    [InlineData("Use((await db.Orders.ToListAsync(ct).ConfigureAwait(false)).[|Any|](o => o.CouponId == n));", "Use(await db.Orders.AnyAsync(o => o.CouponId == n, ct).ConfigureAwait(false));")]
    [InlineData("Use((await db.Orders.AsNoTracking().ToListAsync(ct)).[|Where|](o => o.CouponId != null).ToArray());", "Use(await db.Orders.AsNoTracking().Where(o => o.CouponId != null).ToArrayAsync(ct));")]
    [InlineData("Use(db.Orders.ToList().[|FindAll|](o => ids.Contains(o.Id)));", "Use(db.Orders.Where(o => ids.Contains(o.Id)).ToList());")]
    [InlineData("Use(db.Orders.Select(o => o.Id).ToList().[|Contains|](n));", "Use(db.Orders.Select(o => o.Id).Contains(n));")]
    [InlineData("Use((await db.Orders.Select(o => o.AccountId).ToListAsync(ct)).[|Contains|](guid));", "Use(await db.Orders.Select(o => o.AccountId).ContainsAsync(guid, ct));")]
    [InlineData("Use(db.Orders.ToList().[|Exists|](o => o.Number == \"N1\"));", "Use(db.Orders.Any(o => o.Number == \"N1\"));")]
    [InlineData("Use(db.Orders.OrderBy(o => o.PlacedAt).ToList().[|Skip|](n).Take(10));", "Use(db.Orders.OrderBy(o => o.PlacedAt).Skip(n).Take(10).ToList());")]
    [InlineData("Use(db.Orders.ToList().OrderBy(o => o.Id).[|First|](o => o.CouponId == null));", "Use(db.Orders.OrderBy(o => o.Id).First(o => o.CouponId == null));")]
    [InlineData("Use(db.OrderLines.ToList().[|Sum|](l => l.Quantity));", "Use(db.OrderLines.Sum(l => l.Quantity));")]
    public Task It_moves_before_the_call_that_runs_the_query(string body, string expected) => Fixes(Lines(body), Lines(expected));

    [Fact]
    public Task A_local_of_the_next_statement_goes_with_it() => Fixes(
        Lines("var all = await db.Orders\n    .Include(o => o.Lines)\n    .ToListAsync(ct);\n// Ours.\nvar mine = all.[|Where|](o => o.AccountId == guid).ToList();\nUse(mine);"),
        Lines("// Ours.\nvar mine = await db.Orders\n    .Include(o => o.Lines)\n    .Where(o => o.AccountId == guid)\n    .ToListAsync(ct);\nUse(mine);"));

    [Theory]
    [InlineData("Use(db.Orders.Select(o => o.Id).ToList().[|Contains|](ids[0]));")]
    [InlineData("Use(db.Orders.Select(o => o.Id + 1).ToList().[|Contains|](n));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.CouponId > n));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.Number.StartsWith(\"N\")));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.PlacedAt > DateTime.Now));")]
    [InlineData("Use(db.OrderLines.ToList().[|Where|](l => l.Price == 1m));")]
    [InlineData("Use(db.OrderLines.ToList().[|Sum|](l => l.Price));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.Account.Region == \"R\"));")]
    [InlineData("Use(db.Orders.ToList().[|Where|](o => o.Id == ids[0]));")]
    [InlineData("Use(db.Orders.ToList().[|First|](o => o.CouponId == null));")]
    [InlineData("Use(db.Orders.ToList().[|Take|](3));")]
    [InlineData("Use(db.Orders.ToList().OrderBy(o => o.Number).[|Take|](3));")]
    [InlineData("var all = db.Orders.ToList(); Use(n); Use(all.[|Count|]);")]
    [InlineData("var query = db.Orders.Where(o => o.Id > 1); Use(query.ToList().[|Count|]);")]
    [InlineData("foreach (var order in orders) order.CouponId = 1; Use(db.Orders.ToList().[|Count|](o => o.CouponId == 1));")]
    [InlineData("Use(db.Orders.Include(o => o.Lines) /* all */ .ToList().[|Count|]);")]
    [InlineData("db.RemoveRange(await db.Orders.Where(o => o.CouponId == n).[|ToListAsync|](ct));")]
    [InlineData("db.Orders.[|RemoveRange|](db.Orders.Where(o => o.CouponId == n));")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CouponId == n).[|ToList|]()) db.Remove(o);")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CouponId == n)) db.[|Remove|](o);")]
    [InlineData("var all = await db.Orders.OrderBy(o => o.Id).[|ToListAsync|](ct); Use(all.Count, all.Skip(n).Take(3));")]
    [InlineData("Func<Order, bool> late = o => o.Id > 3; Use(db.Orders.[|Where|](late).ToList());")]
    public Task What_may_mean_something_else_stays(string body) => Refuses(Lines(body));

    private static string Lines(string body) => "var (n, guid) = (3, guids[0]);\n" + body;
}
