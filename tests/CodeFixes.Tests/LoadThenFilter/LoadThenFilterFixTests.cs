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
    [InlineData("var query = db.Orders.Where(o => o.Id > 1); Use(query.ToList().[|Count|]);", "var query = db.Orders.Where(o => o.Id > 1); Use(query.Count());")]
    [InlineData("var first = orders[0]; Use(db.OrderLines.ToList().[|Count|](l => l.OrderId == first.Id));", "var first = orders[0]; Use(db.OrderLines.Count(l => l.OrderId == first.Id));")]
    public Task It_moves_before_the_call_that_runs_the_query(string body, string expected) => Fixes(Lines(body), Lines(expected));

    [Theory]
    [InlineData("Use(repository.Query().ToList().[|Where|](o => o.Id > n).ToList());", "Use(repository.Query().Where(o => o.Id > n).ToList());")]
    [InlineData("Use(repository.Rows.Where(o => o.Id > n).ToList().[|Count|]);", "Use(repository.Rows.Where(o => o.Id > n).Count());")]
    [InlineData("foreach (var o in repository.Query().[|ToList|]()) { if (!(o.Id > n || o.Number == \"N1\")) continue; Use(o); }", "foreach (var o in repository.Query().Where(o => (o.Id > n || o.Number == \"N1\")).ToList()) { Use(o); }")]
    public Task What_a_repository_gives_may_be_asked_for_less(string body, string expected) => FixesFile(OfRepository(body), OfRepository(expected));

    private static string OfRepository(string body) => $$"""
        public interface IRepository<T> { IQueryable<T> Query(); IQueryable<T> Rows { get; } }

        public class Repository<T>(ShopDb db) : IRepository<T> where T : class { public IQueryable<T> Query() => db.Set<T>(); public IQueryable<T> Rows => db.Set<T>(); }

        public class Service(IRepository<Order> repository)
        {
            private static void Use(params object?[] values) { }

            public void Run(int n) { {{body}} }
        }
        """;

    [Fact]
    public Task A_local_of_the_next_statement_goes_with_it() => Fixes(
        Lines("var all = await db.Orders\n    .Include(o => o.Lines)\n    .ToListAsync(ct);\n// Ours.\nvar mine = all.[|Where|](o => o.AccountId == guid).ToList();\nUse(mine);"),
        Lines("// Ours.\nvar mine = await db.Orders\n    .Include(o => o.Lines)\n    .Where(o => o.AccountId == guid)\n    .ToListAsync(ct);\nUse(mine);"));

    [Theory]
    [InlineData("foreach (var o in await db.Orders.[|ToListAsync|](ct))\n{\n    if (o.CouponId != n) continue;\n\n    Use(o);\n}", "foreach (var o in await db.Orders.Where(o => o.CouponId == n).ToListAsync(ct))\n{\n    Use(o);\n}")]
    [InlineData("var all = db.Orders\n    .OrderBy(o => o.Id)\n    .[|ToList|]();\nUse(n);\nforeach (var o in all)\n{\n    if (o.CouponId is null || o.Id <= n)\n    {\n        continue;\n    }\n    Use(o);\n}",
        "var all = db.Orders\n    .OrderBy(o => o.Id)\n    .Where(o => o.CouponId != null && o.Id > n)\n    .ToList();\nUse(n);\nforeach (var o in all)\n{\n    Use(o);\n}")]
    [InlineData("foreach (var a in db.Accounts.[|ToList|]())\n{\n    if (string.IsNullOrEmpty(a.Region) || a.Email.IsNormalized()) continue;\n    Use(a);\n}",
        "foreach (var a in db.Accounts.Where(a => !string.IsNullOrEmpty(a.Region)).ToList())\n{\n    if (a.Email.IsNormalized()) continue;\n    Use(a);\n}")]
    [InlineData("foreach (var p in db.[|Products|])\n{\n    if (p.Discontinued && p.Id > n)\n    {\n        // Gone.\n        Use(p);\n        Use(n);\n    }\n}", "foreach (var p in db.Products.Where(p => p.Discontinued && p.Id > n))\n{\n    // Gone.\n    Use(p);\n    Use(n);\n}")]
    [InlineData("foreach (var p in db.Products.[|ToList|]())\n    if (!p.Discontinued)\n        Use(p);", "foreach (var p in db.Products.Where(p => !p.Discontinued).ToList())\n    Use(p);")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId == n) continue;\n    o.CouponId = orders.Count;\n    Use(o);\n}", "foreach (var o in db.Orders.Where(o => o.CouponId != n).ToList())\n{\n    o.CouponId = orders.Count;\n    Use(o);\n}")]
    [InlineData("ids.Add(7);\nforeach (var o in db.Orders.[|ToList|]()) // all\n{\n    if (!ids.Contains(o.Id)) continue;\n    Use(o);\n}", "ids.Add(7);\nforeach (var o in db.Orders.Where(o => ids.Contains(o.Id)).ToList()) // all\n{\n    Use(o);\n}")]
    public Task What_a_loop_skips_is_left_out_by_the_query(string body, string expected) => Fixes(Lines(body), Lines(expected));

    [Theory]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    // Ours.\n    if (o.CouponId != n) continue;\n    Use(o);\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.PlacedAt > DateTime.Now) continue;\n    Use(o);\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId > n) continue;\n    Use(o);\n}")]
    [InlineData("var all = db.Orders.[|ToList|]();\nvar late = orders.Count;\nforeach (var o in all)\n{\n    if (o.Id == late) continue;\n    Use(o);\n}")]
    [InlineData("var other = 1;\nvar all = db.Orders.[|ToList|]();\nother = orders.Count;\nforeach (var o in all)\n{\n    if (o.Id == other) continue;\n    Use(o);\n}")]
    [InlineData("orders[0].CouponId = n;\nforeach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId == n) continue;\n    Use(o);\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId == n) continue;\n    foreach (var other in orders) other.CouponId = 4;\n}")]
    [InlineData("var done = new List<int>();\nforeach (var o in db.Orders.[|ToList|]())\n{\n    if (o.PlacedAt.Year > n && o.CouponId == null || done.Contains(o.Id)) continue;\n    done.Add(o.Id);\n}")]
    [InlineData("var all = db.Orders.[|ToList|]();\nids.Add(7);\nforeach (var o in all)\n{\n    if (!ids.Contains(o.Id)) continue;\n    Use(o);\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId == n)\n    {\n        Use(o);\n        // And no more.\n    }\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId == n) { }\n}")]
    [InlineData("const int Seven = 7;\nforeach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId is Seven) continue;\n    Use(o);\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId is 1 + 2 or 4) continue;\n    Use(o);\n}")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]())\n{\n    if (o.CouponId is not int) continue;\n    Use(o);\n}")]
    [InlineData("int? maybe = ids.Count > 3 ? null : 4;\nforeach (var o in db.Orders.[|ToList|]())\n{\n    if (o.Id > maybe) continue;\n    Use(o);\n}")]
    public Task What_a_loop_skips_may_mean_something_else(string body) => Refuses(Lines(body));

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
