using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Every precondition of the fix, broken: nothing is offered, and the reason is the one that was meant.</summary>
public sealed class RefusalTests
{
    [Theory]
    // The loop does not say beforehand what its elements are, or may not need them all.
    [InlineData("for (var i = 0; i < ids.Count; i++) Use(db.Products.Find(ids[i] + i));", "cannot be evaluated")]
    [InlineData("for (var i = 0; i < ids.Count; i++) Use(db.Products.Find(ids[i - 1]));", "only a foreach")]
    [InlineData("var text = codes[0]; for (var i = 0; i < text.Length; i++) Use(db.Products.Find((int)text[i]));", "only a foreach")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { Use(db.Products.Find(ids[i])); ids[i] = 0; }", "only a foreach")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { Use(db.Products.Find(ids[i])); ids.Remove(3); }", "only a foreach")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { ids[i]++; Use(db.Products.Find(ids[i])); }", "only a foreach")]
    [InlineData("for (var i = 0; i < lines.Count; i++) { Move(lines[i]); Use(db.Products.Find(lines[i].OrderId)); } void Move(OrderLine line) => line.OrderId++;", "'OrderId' changes")]
    [InlineData("for (var i = 1; i < ids.Count; i++) { var id = ids[i]; Use(db.Products.Find(id)); }", "only a foreach")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { var id = ids[i]; Use(db.Products.Find(id)); i++; }", "only a foreach")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { var id = ids[i]; Use(db.Products.Find(id)); if (id > 3) ids.RemoveAt(i); }", "only a foreach")]
    [InlineData("for (var i = 0; i < ids.Count; i++) { var id = ids[i]; id++; Use(db.Products.Find(id)); }", "only a foreach")]
    [InlineData("for (var i = 0; i < orders.Count; i++) { var id = ids[i]; Use(db.Products.Find(id), orders[i]); }", "cannot be evaluated")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable()) Use(await db.Accounts.FindAsync(o.AccountId));", "await foreach")]
    [InlineData("foreach (var id in ids) foreach (var line in db.OrderLines.Where(l => l.OrderId == id)) { Use(line); if (line.Quantity > 2) return null; }", "may end before")]
    [InlineData("foreach (var id in ids) foreach (var line in db.OrderLines.Where(l => l.OrderId == id)) { if (line.Quantity > 2) break; Use(line); }", "may end before")]
    [InlineData("foreach (var order in orders) { var own = order.Lines; own.AddRange(db.OrderLines.Where(l => l.OrderId == order.Id)); }", "may fill itself")]
    [InlineData("foreach (var order in orders) order.Lines.AddRange(db.OrderLines.Where(l => l.OrderId == order.Id));", "may fill itself")]
    [InlineData("foreach (var order in orders) foreach (var id in ids) Use(order, db.Products.Find(id));", "itself in a loop")]
    [InlineData("foreach (var id in ids) foreach (var order in orders) foreach (var line in order.Lines) Use(id, db.Products.Find(line.OrderId));", "itself in a loop")]
    [InlineData("foreach (var order in orders) foreach (var line in order.Lines) Use(db.OrderLines.Find(line.Id + 1));", "itself in a loop")]
    [InlineData("foreach (var order in orders) foreach (var line in order.Lines.Skip(1)) Use(db.Products.Find(line.OrderId));", "itself in a loop")]
    [InlineData("foreach (var order in orders) { order.Lines.Add(new OrderLine()); foreach (var line in order.Lines) Use(db.Products.Find(line.OrderId)); }", "'Lines' may change")]
    [InlineData("foreach (var order in orders) { foreach (var line in order.Lines) Use(db.Products.Find(line.OrderId)); orders[0].Lines.Clear(); }", "may change")]
    [InlineData("foreach (var order in orders) { var own = order.Lines; var same = order.Lines; same.Clear(); foreach (var line in own) Use(db.Products.Find(line.OrderId)); }", "'Lines' may change")]
    [InlineData("foreach (var order in orders) { var own = order.Lines; own.Clear(); foreach (var line in own) Use(db.Products.Find(line.OrderId)); }", "'own' may change")]
    [InlineData("foreach (var order in orders) { foreach (var line in order.Lines) Use(db.Products.Find(line.OrderId)); Fill(orders); } void Fill(List<Order> all) => all[0].Lines.Add(new OrderLine());", "'orders' may change")]
    [InlineData("foreach (var order in orders) { Fill(order); foreach (var line in order.Lines) Use(db.Products.Find(line.OrderId)); } void Fill(Order order) => order.Lines.Add(new OrderLine());", "gets the element of the outer loop")]
    [InlineData("foreach (var order in orders) foreach (var line in order.Lines) Use(db.Products.Find(line.OrderId + order.Id));", "the key cannot be evaluated")]
    [InlineData("foreach (var id in ids) { var p = db.Products.Find(id); if (p == null) break; Use(p); }", "end before its last element")]
    [InlineData("foreach (var id in ids) { var p = db.Products.Find(id); if (p is null) return null; Use(p); }", "end before its last element")]
    [InlineData("foreach (var id in sequence) { if (!db.Products.Any(p => p.Id == id)) break; }", "end before its last element")]
    [InlineData("foreach (var id in ids) { if (db.Products.Where(p => p.Id == id).Select(p => p).First().Discontinued) break; }", "end before its last element")]
    // A lambda runs for each element, but not here, not for all of them, or not in turn.
    [InlineData("var later = ids.Select(id => db.Products.Find(id)); Use(later);", "when somebody asks")]
    [InlineData("Use(ids.Select(id => db.Products.Find(id)).First());", "end before its last element")]
    [InlineData("Use(ids.Count > 3 ? ids.Select(id => db.Products.Find(id)).ToList() : []);", "cannot follow")]
    [InlineData("Use(await Task.WhenAll(ids.Select(async id => await db.Products.FindAsync(id))));", "only a foreach")]
    [InlineData("Use(ids.Select(id => db.Products.FirstAsync(p => p.Id == id)).ToList());", "not awaited")]
    [InlineData("Use(ids.Select(id => { if (id == 3) return null; return db.Products.Find(id); }).ToList());", "cannot follow")]
    [InlineData("while (ids.Select(id => db.Products.Find(id)).Count() > 3) ids.Clear();", "cannot follow")]
    // The read happens where a batch would not be able to follow.
    [InlineData("foreach (var id in ids) { try { Use(db.Products.Find(id)); } catch (TimeoutException) { } }", "cannot follow")]
    [InlineData("foreach (var id in ids) { switch (id) { case > 5: Use(db.Products.Find(id)); continue; } }", "cannot follow")]
    [InlineData("var seen = new HashSet<int>(); foreach (var id in ids) if (seen.Add(id)) Use(db.Products.Find(id));", "under a condition")]
    [InlineData("var n = 0; foreach (var id in ids) { if (n > 3) continue; n++; Use(db.Products.Find(id)); }", "under a condition")]
    [InlineData("foreach (var id in ids) { db.Products.Find(id); }", "is not used")]
    [InlineData("if (ids.Count > 0) foreach (var id in ids) Use(db.Products.Find(id)); else foreach (var id in ids) Use(1);", "no place before the loop")]
    [InlineData("var tasks = new List<Task<Product?>>(); foreach (var id in ids) tasks.Add(db.Products.FindAsync(id).AsTask()); await Task.WhenAll(tasks);", "not awaited")]
    // The rows may change between two reads.
    [InlineData("foreach (var id in ids) { var p = db.Products.Find(id); Use(p); db.SaveChanges(); }", "SaveChanges")]
    [InlineData("foreach (var id in ids) { Use(db.Products.Find(id)); db.Orders.Where(o => o.Id == id).ExecuteDelete(); }", "ExecuteDelete")]
    [InlineData("foreach (var id in ids) { Use(db.Products.Find(id)); db.ChangeTracker.Clear(); }", "Clear")]
    [InlineData("foreach (var id in ids) { var p = db.Products.Find(id)!; db.Entry(p).State = EntityState.Detached; }", "state of a tracked entity")]
    [InlineData("foreach (var id in ids) { var o = db.Orders.AsNoTracking().Include(o => o.Lines).First(o => o.Id == id); Grow(o); Use(o.Lines.Count); } static void Grow(Order order) => order.Lines.Add(new OrderLine());", "would share")]
    [InlineData("foreach (var id in ids) { var o = db.Orders.AsNoTracking().First(o => o.Id == id); o.Lines.Add(new OrderLine()); Use(o.Lines.Count); }", "would share")]
    [InlineData("foreach (var id in ids) { var p = db.Products.AsNoTrackingWithIdentityResolution().First(p => p.Id == id); Name(p); Use(p.Name); } static void Name(Product product) => product.Name += \"!\";", "would share")]
    [InlineData("foreach (var id in ids) { var o = db.Orders.AsNoTracking().Include(o => o.Lines).First(o => o.Id == id); foreach (var line in o.Lines) line.Quantity++; Use(o); }", "would share")]
    [InlineData("var all = new List<Product>(); foreach (var id in ids) { var p = db.Products.AsNoTracking().First(p => p.Id == id); all.Add(p); } foreach (var p in all) p.Name += \"!\";", "would share")]
    [InlineData("Action<Product?> show = p => { }; foreach (var id in ids) { show(db.Products.Find(id)); }", "calls a delegate")]
    [InlineData("foreach (var order in orders) { var p = db.Products.AsNoTracking().Single(x => x.Id == order.Id); p.Name = order.Number; Use(p); }", "would share")]
    // The key cannot be known before the loop.
    [InlineData("foreach (var id in ids) Use(db.Products.Find(Math.Abs(id)));", "cannot be evaluated")]
    [InlineData("var last = 0; foreach (var id in ids) { Use(db.Products.Find(id + last)); last = id; }", "'last' changes in the loop")]
    [InlineData("foreach (var line in lines) { line.OrderId = 7; Use(db.Orders.Find(line.OrderId)); }", "'OrderId' changes in the loop")]
    [InlineData("foreach (var line in lines) { Use(line); Use(db.Orders.Find(line.OrderId)); }", "gets the element before")]
    [InlineData("foreach (var line in lines) Use(db.Products.Find(line.Product!.Id));", "cannot be evaluated")]
    [InlineData("foreach (var line in lines) Use(db.Products.Find(line.ProductId!.Value));", "cannot be evaluated")]
    [InlineData("var moved = db.OrderLines.Find(1)!; moved.OrderId = 2; foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).ToList());", "may not be saved yet")]
    // Two things differ, or what differs is not an equality with a column of the row.
    [InlineData("foreach (var s in db.Stocks.ToList()) Use(db.Stocks.Find(s.Warehouse, s.ProductId));", "not one value")]
    [InlineData("foreach (var s in db.Stocks.ToList()) Use(db.Stocks.First(x => x.Warehouse == s.Warehouse && x.ProductId == s.ProductId));", "more than one condition")]
    [InlineData("foreach (var id in ids) Use(db.Orders.First(o => o.Id > id));", "not compared by equality")]
    [InlineData("foreach (var id in ids) Use(db.Orders.First(o => o.Id == id || o.Id == 0));", "not compared by equality")]
    [InlineData("foreach (var order in orders) Use(db.OrderLines.Where(l => l.Order.AccountId == order.AccountId).ToList());", "column of the row itself")]
    [InlineData("var n = 0; foreach (var id in ids) { Use(db.Orders.First(o => o.Id == id && o.Lines.Count > n)); n++; }", "more than the key differs")]
    [InlineData("foreach (var id in ids) Use(db.Orders.First(o => o.Id == id && o.PlacedAt < DateTime.Now));", "more than the key differs")]
    // What the loop fills or counts by other means than an assignment.
    [InlineData("var seen = new List<int>(); foreach (var id in ids) { var o = db.Orders.AsNoTracking().FirstOrDefault(o => o.Id == id && !seen.Contains(o.Id)); if (o != null) seen.Add(o.Id); Use(o); }", "'seen' changes in the loop")]
    [InlineData("var r = new List<Order?>(); foreach (var id in ids) r.Add(db.Orders.FirstOrDefault(o => o.Id == id && o.Id > r.Count)); Use(r);", "'r' changes in the loop")]
    [InlineData("var n = new int[1]; foreach (var id in ids) { Use(db.Orders.FirstOrDefault(o => o.Id == id && o.Id > n[0])); n[0]++; }", "'n' changes in the loop")]
    [InlineData("var n = 0; foreach (var id in ids) { Use(db.Orders.FirstOrDefault(o => o.Id == id && o.Id > n)); Step(); } void Step() => n++;", "'n' changes in the loop")]
    [InlineData("var n = 0; foreach (var id in ids) { if (n > 1) Use(db.Orders.FirstOrDefault(o => o.Id == id)); Step(); } void Step() => n++;", "'n' changes in the loop")]
    // What goes on by itself, and is looked at where it stands.
    [InlineData("var e = ids.GetEnumerator(); foreach (var id in ids) { e.MoveNext(); var key = e.Current; Use(db.Orders.AsNoTracking().FirstOrDefault(o => o.Id == key)); }", "'e' changes in the loop")]
    [InlineData("IEnumerator<int> e = ids.GetEnumerator(); foreach (var id in ids) { e.MoveNext(); var key = e.Current; Use(db.Orders.AsNoTracking().FirstOrDefault(o => o.Id == key)); }", "'e' changes in the loop")]
    [InlineData("var e = ids.GetEnumerator(); foreach (var id in ids) { Step(); var at = e.Current; var key = at; Use(db.Orders.FirstOrDefault(o => o.Id == key)); } void Step() => e.MoveNext();", "'e' changes in the loop")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Id).Skip(1).Take(2).ToList());", "cannot keep")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).Select(l => l.Price).Distinct().ToList());", "cannot keep")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).Average(l => l.Quantity));", "not a read of a set by key")]
    // What is taken or computed could fail, act or come out differently.
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id).Select(o => o.CouponId!.Value).First());", "may fail or act")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id).Select(o => (int)o.CouponId!).First());", "may fail or act")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).Select(l => l.Product!.Id).ToList());", "may fail or act")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id).Select(o => 10 / o.Lines.Count).First());", "may fail or act")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id).Select(o => o.Lines.Max(l => l.Quantity)).First());", "may fail or act")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id).Select(o => string.Format(o.Number, id)).First());", "more than the key differs")]
    [InlineData("foreach (var id in ids) Use(db.Orders.Where(o => o.Id == id).Select(o => string.Format(o.Number, 1)).First());", "may fail or act")]
    [InlineData("foreach (var id in ids) { var p = db.Products.Where(x => x.Id == id).Select(x => new Product { Id = x.Id }).Single(); p.Name = \"seen\"; Use(p); }", "would share")]
    [InlineData("foreach (var id in ids) { var l = db.Orders.Where(x => x.Id == id).Select(x => new { x.Id, All = x.Lines.ToList() }).Single(); l.All.Clear(); }", "would share")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).Sum(l => l.Price));", "may come out differently")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).Max(l => l.Product!.Id));", "columns of the row itself")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Id).Count());", "cannot keep their order")]
    // What the database would have picked or compared, memory might not.
    [InlineData("foreach (var id in ids) Use(db.OrderLines.First(l => l.OrderId == id));", "not known to be unique")]
    [InlineData("foreach (var id in ids) Use(db.OrderLines.OrderBy(l => l.Id).FirstOrDefault(l => l.OrderId == id));", "not known to be unique")]
    [InlineData("foreach (var order in orders) Use(db.Orders.Where(o => o.PlacedAt == order.PlacedAt).ToList());", "may compare differently")]
    [InlineData("foreach (var order in orders) Use(db.OrderLines.Single(l => l.Price == order.Id));", "different types")]
    [InlineData("foreach (var account in db.Accounts.ToList()) Use(db.Coupons.Find(account.Region));", "change tracker")]
    [InlineData("foreach (var id in ids) Use(((DbContext)db).Set<Product>().Single(p => p.Id == id));", "model of the context")]
    public async Task Refused_in_the_loop(string body, string reason) => Assert.Contains(reason, await ReasonAsync(Shop.Body(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Task<Product> GetAsync(int id);", "class P(ShopDb db) : IProducts { public async Task<Product> GetAsync(int id) { Console.WriteLine(id); return await db.Products.SingleAsync(p => p.Id == id); } }", "does more than read")]
    [InlineData("Task<Product> GetAsync(int id);", "class P(ShopDb db) : IProducts { public Task<Product> GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id + 1); }", "does more than read")]
    [InlineData("Task<Product> GetAsync(int id);", "class P(ShopDb db) : IProducts { public virtual Task<Product> GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id); }", "derived class")]
    [InlineData("Task<Product> GetAsync(int id);", "class P(ShopDb db) : IProducts { Task<Product> IProducts.GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id); }", "not declared where")]
    [InlineData("Task<Product> GetAsync(int id);", "class P(ShopDb db) : IProducts { public Task<Product> GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id); } class Fake : IProducts { public Task<Product> GetAsync(int id) => Task.FromResult(new Product()); }", "does more than read")]
    [InlineData("Task<Product> GetAsync(int id);", "class P(ShopDb db) : IProducts { public Task<Product> GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id); } class Q(ShopDb db) : IProducts { public Task<Product> GetAsync(int id) => db.Products.FirstAsync(p => p.Id == id); }", "differ in what they read")]
    [InlineData("Task<Product> GetAsync(int id); Task<int> GetManyAsync(int x);", "class P(ShopDb db) : IProducts { public Task<int> GetManyAsync(int x) => Task.FromResult(x); public Task<Product> GetAsync(int id) => db.Products.SingleAsync(p => p.Id == id); }", "another method named")]
    [InlineData("Task<object> GetAsync(int id);", "class P(ShopDb db) : IProducts { public async Task<object> GetAsync(int id) => await db.Products.SingleAsync(p => p.Id == id); }", "as something else")]
    [InlineData("Task<Product> GetAsync(long id);", "class P(ShopDb db) : IProducts { public Task<Product> GetAsync(long id) => db.Products.SingleAsync(p => p.Id == (int)id); }", "converted for the call")]
    public async Task Refused_behind_a_call(string member, string implementation, string reason) => Assert.Contains(
        reason,
        await ReasonAsync(
            $$"""
            public interface IProducts { {{member}} }
            {{implementation}}
            class Loop(IProducts products)
            {
                public async Task RunAsync(List<int> ids)
                {
                    foreach (var id in ids)
                        Console.WriteLine(await products.GetAsync(id));
                }
            }
            """),
        StringComparison.Ordinal);

    [Fact]
    public async Task Refused_when_the_loop_changes_what_the_method_reads() => Assert.Contains("'Min' changes in the loop", await ReasonAsync(
        """
        class Lines(ShopDb db) { public int Min; public Task<List<OrderLine>> OfAsync(int orderId) => db.OrderLines.AsNoTracking().Where(l => l.OrderId == orderId && l.Quantity > Min).OrderBy(l => l.Id).ToListAsync(); }
        class Loop(Lines lines)
        {
            public async Task RunAsync(List<int> ids)
            {
                foreach (var id in ids)
                {
                    Console.WriteLine(await lines.OfAsync(id));
                    lines.Min = 9;
                }
            }
        }
        """), StringComparison.Ordinal);

    [Fact]
    public async Task Refused_when_what_the_loop_calls_writes_far_away() => Assert.Contains("SaveChanges", await ReasonAsync(
        """
        public interface IAudit { void Seen(Product product); }
        class Audit(ShopDb db) : IAudit { public void Seen(Product product) => Store(); private void Store() => db.SaveChanges(); }
        class Loop(ShopDb db, IAudit audit)
        {
            public void Run(List<int> ids)
            {
                foreach (var id in ids)
                    audit.Seen(db.Products.Single(p => p.Id == id));
            }
        }
        """), StringComparison.Ordinal);

    [Theory]
    [InlineData("modelBuilder.Entity<Product>().Property(p => p.Sku).UseCollation(\"NOCASE\");", "UseCollation")]
    [InlineData("modelBuilder.Entity<Product>().HasKey(p => new { p.Id, p.Name });", "not one known property")]
    public async Task Refused_when_the_model_says_otherwise(string configuration, string reason)
    {
        var model = Shop.Model with { Text = Shop.Model.Text.Replace("modelBuilder.Entity<Coupon>()", configuration + "\nmodelBuilder.Entity<Coupon>()", StringComparison.Ordinal) };
        var body = configuration.Contains("HasKey", StringComparison.Ordinal) ? "foreach (var id in ids) Use(db.Products.Find(id));" : "foreach (var code in codes) Use(db.Products.Single(p => p.Sku == code));";
        Assert.Contains(reason, await ReasonAsync(Shop.Body(body), model), StringComparison.Ordinal);
    }

    private static Task<string> ReasonAsync(string file, TestFile? model = null) => Refusal.OfAsync<QueryInLoopAnalyzer, QueryInLoopFix>(file, model);
}
