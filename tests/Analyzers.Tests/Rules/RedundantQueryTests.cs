using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1008: a query whose answer is known already, because nothing that goes into it has changed.</summary>
public sealed class RedundantQueryTests : RuleTests<RedundantQueryAnalyzer>
{
    private static string Class(string members) => $$"""
        public class Setting { public int Id { get; set; } public string Folder { get; set; } = ""; }
        public class SettingDb(DbContextOptions<SettingDb> options) : DbContext(options) { public DbSet<Setting> Settings => Set<Setting>(); }
        public interface ISettings { Setting Current(); Task<Setting> CurrentAsync(CancellationToken ct); Setting Of(int id); Task SaveAsync(); }
        public class Settings(SettingDb db) : ISettings
        {
            public Setting Current() => db.Settings.First();
            public Task<Setting> CurrentAsync(CancellationToken ct) => db.Settings.FirstAsync(ct);
            public Setting Of(int id) => db.Settings.First(s => s.Id == id);
            public Task SaveAsync() => db.SaveChangesAsync();
        }
        public class Report(ISettings settings)
        {
            private static void Use(params object?[] values) { }
            {{members}}
        }
        """;

    [Fact]
    public Task The_message_says_what_repeats_over_what_and_what_to_do() => Reports(
        """
        foreach (var order in orders)
            Use(order, db.Coupons.[|First|]());
        """,
        ExpectedDiagnostic.Any
            .Says("'First' asks the database the same for each 'order' in 'orders'; ask once before the loop and keep the answer - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.advice", "ask once before the loop and keep the answer")
            .WithAdditionalLocations("foreach"));

    [Theory]
    [InlineData("foreach (var id in ids) Use(id, db.Orders.[|Count|]());")]
    [InlineData("foreach (var id in ids) Use(id, await db.Coupons.[|ToListAsync|](ct));")]
    [InlineData("for (var i = 0; i < db.Orders.[|Count|](); i++) Use(i);")]
    [InlineData("Use(ids.Select(id => id * db.Orders.[|Count|]()).ToList());")]
    public Task A_query_that_takes_nothing_of_the_element_is_reported(string body) => Reports(body);

    [Theory]
    [InlineData("public void Run(List<int> ids) { foreach (var id in ids) Use(id, settings.[|Current|]()); }")]
    [InlineData("public async Task Run(List<int> ids, CancellationToken ct) { foreach (var id in ids) Use(id, await settings.[|CurrentAsync|](ct)); }")]
    [InlineData("public void Run(List<int> ids, int tenant) { foreach (var id in ids) Use(id, settings.[|Of|](tenant)); }")]
    [InlineData("readonly ISettings _own = settings; public void Run(List<int> ids) { foreach (var id in ids) Use([|Folder|](id)); } string Folder(int id) => _own.Current().Folder + id;")]
    public Task Nor_does_what_a_call_leads_to(string members) => ReportsFile(Class(members));

    // Resgrid, qdraw/starsky: the query stands in a function of the member, and takes the key from there.
    [Theory]
    [InlineData("Setting Of(int id) { Setting load() => settings.Of(id); return load(); }")]
    [InlineData("Setting Of(int id) { Func<Setting> load = () => settings.Of(id); return load(); }")]
    public Task A_function_within_takes_what_is_around_it(string member) => ReportsFile(Class(
        $"public void Run(List<int> ids) {{ foreach (var id in ids) Use(Of(id)); }} {member}"));

    [Fact]
    public Task Find_by_a_key_that_does_not_change_asks_the_same() => Reports(
        "var first = ids[0]; foreach (var order in orders) Use(order, db.Orders.[|Find|](first));");

    [Fact]
    public Task A_service_of_the_primary_constructor_is_the_objects_own() => ReportsFile(Class(
        "public void Run(List<int> ids) { foreach (var id in ids) Use([|Folder|](id)); } string Folder(int id) => settings.Current().Folder + id;"));

    // What the callee captures or reads from a field may be the element.
    [Theory]
    [InlineData("foreach (var id in ids) Load(id); void Load(int id) { Deeper(); void Deeper() => Use(db.Orders.Find(id)); }")]
    [InlineData("foreach (var id in ids) { Order? Load() => db.Orders.Find(id); Use(Load()); }")]
    [InlineData("var at = 0; foreach (var id in ids) { at = id; Use(Load()); } Order? Load() => db.Orders.Find(at);")]
    public Task A_call_that_takes_nothing_but_depends_on_the_element_is_silent(string body) => Silent(body);

    [Fact]
    public Task A_predicate_that_does_not_mention_the_element_asks_the_same() => Reports(
        "var first = codes[0]; foreach (var order in orders) Use(order, db.Coupons.[|First|](c => c.Code == first));");

    [Theory]
    [InlineData("foreach (var order in orders) Use(order, db.Coupons.Where(c => c.Code == order.Number).[|ToList|]());")]
    [InlineData("foreach (var order in orders) { var code = order.Number; Use(db.Coupons.[|First|](c => c.Code == code)); }")]
    [InlineData("foreach (var order in orders) Use(order, db.Coupons.[|First|](c => c.Code == Guid.NewGuid().ToString()));")]
    // What the loop fills, says something else of itself each time.
    [InlineData("var all = new List<int>(); foreach (var order in orders) all.Add(db.OrderLines.[|Count|](l => l.Quantity > all.Count));")]
    [InlineData("var all = new List<string>(); foreach (var order in orders) all.Add(db.Coupons.[|First|](c => !all.Contains(c.Code)).Code);")]
    [InlineData("var sizes = new int[3]; foreach (var order in orders) sizes[0] = db.OrderLines.[|Count|](l => sizes.Contains(l.Quantity));")]
    [InlineData("var text = new System.Text.StringBuilder(); foreach (var order in orders) text.Append(db.OrderLines.[|Count|](l => l.Quantity > text.Length));")]
    public Task A_predicate_that_changes_asks_something_else(string body) => ReportsOther(body);

    // What is asked may hold what changes: a query its filter, a command its parameters, one name of an object what another was given.
    [Theory]
    [InlineData("var filter = new Filter(); var query = db.Settings.Where(s => s.Id == filter.Id); foreach (var id in ids) { filter.Id = id; Use(query.First()); }")]
    [InlineData("var filter = new Filter(); var made = new Made(filter); foreach (var id in ids) { filter.Id = id; Use(db.Settings.First(s => s.Id == made.Of.Id)); }")]
    [InlineData("var plain = new Plain(); foreach (var id in ids) { plain.Id = id; Use(db.Settings.First(s => s.Id == plain.Id)); }")]
    [InlineData("var filter = new Filter(); var other = filter; foreach (var id in ids) { other.Id = id; Use(Get(filter)); }")]
    [InlineData("using var command = connection.CreateCommand(); var parameter = command.CreateParameter(); command.Parameters.Add(parameter); foreach (var id in ids) { parameter.Value = id; Use(command.ExecuteScalar()); }")]
    [InlineData("using var command = connection.CreateCommand(); foreach (var id in ids) { command.Parameters[\"id\"].Value = id; Use(command.ExecuteScalar()); }")]
    [InlineData("using var command = connection.CreateCommand(); foreach (var id in ids) { command.CommandText = \"select \" + id; Use(command.ExecuteScalar()); }")]
    [InlineData("using var command = connection.CreateCommand(); foreach (var id in ids) { command.Parameters.Clear(); command.Parameters.AddWithValue(\"id\", id); Use(command.ExecuteScalar()); }")]
    [InlineData("using var command = connection.CreateCommand(); var parameter = new Microsoft.Data.Sqlite.SqliteParameter(\"id\", 0); command.Parameters.Add(parameter); foreach (var id in ids) { parameter.Value = id; Use(command.ExecuteScalar()); }")]
    public Task What_holds_what_changes_is_another_question(string body) => ReportsFile(Asking(body));

    [Theory]
    [InlineData("var filter = new Filter(); var other = new Filter(); foreach (var id in ids) { other.Id = id; Use(id, [|Get|](filter)); }")]
    [InlineData("using var command = connection.CreateCommand(); command.CommandText = \"select 1\"; foreach (var id in ids) Use(id, command.[|ExecuteScalar|]());")]
    public Task What_nobody_changes_is_the_same(string body) => ReportsFile(Asking(body));

    private static string Asking(string body) => Class($"private Setting? Get(Filter filter) => _db.Settings.FirstOrDefault(s => s.Id == filter.Id); private readonly SettingDb _db = null!; public void Run(List<int> ids, SettingDb db, Microsoft.Data.Sqlite.SqliteConnection connection) {{ {body} }}") +
        "public class Filter { public int Id { get; set; } } public class Made(Filter of) { public Filter Of => of; } public struct Plain { public int Id { get; set; } }";

    // Nor is it the same what a called method changes.
    [Theory]
    [InlineData("int _least; void Raise() => _least++; public void Run(List<int> ids, SettingDb db) { foreach (var id in ids) { Use(id, db.Settings.Count(s => s.Id > _least)); Raise(); } }")]
    [InlineData("int _least; int Least => _least; void Raise() => _least++; public void Run(List<int> ids, SettingDb db) { foreach (var id in ids) { Use(id, db.Settings.Count(s => s.Id > Least)); Raise(); } }")]
    [InlineData("void Fill(List<int> all, int id) => all.Add(id); public void Run(List<int> ids, SettingDb db) { var all = new List<int>(); foreach (var id in ids) { Use(id, db.Settings.Count(s => all.Contains(s.Id))); Fill(all, id); } }")]
    [InlineData("int _tenant; Setting Load() => settings.Of(_tenant); void For(int id) => _tenant = id; public void Run(List<int> ids) { foreach (var id in ids) { For(id); Use(Load()); } }")]
    public Task What_a_called_method_changes_is_another_question(string members) => ReportsFile(Class(members));

    // The column that is asked for is not the member of the objects that the loop fills; and what it changes of others is not asked.
    [Theory]
    [InlineData("public void Run(List<Setting> all, SettingDb db, string folder) { foreach (var one in all) { one.Folder = \"x\"; Use(one, db.Settings.[|Count|](s => s.Folder == folder)); } }")]
    [InlineData("int _asked; Setting Load() { _asked++; Use(_asked); return settings.Current(); } public void Run(List<int> ids) => Use(ids.Select(id => [|Load|]()).ToList());")]
    [InlineData("int _done; void Note() => _done++; public void Run(List<int> ids, int tenant) { foreach (var id in ids) { Note(); Use(id, settings.[|Of|](tenant)); } }")]
    [InlineData("int _done; public void Run(List<int> ids, int tenant) { foreach (var id in ids) { _done++; Use(id, settings.[|Of|](tenant)); } }")]
    public Task What_the_turns_change_and_nobody_asks_is_no_other_question(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("var state = codes[0]; foreach (var order in orders) Use(order, db.Coupons.Where(c => c.Code == state).OrderBy(c => c.Code).[|ToList|]());")]
    [InlineData("foreach (var order in orders) Use(order, db.Coupons.Where(c => c.Code.StartsWith(\"x\")).[|ToList|]());")]
    [InlineData("var all = new List<int>(); foreach (var order in orders) all.Add(db.OrderLines.[|Count|](l => l.Quantity > codes.Count));")]
    public Task A_query_whose_parts_do_not_change_asks_the_same(string body) => Reports(body);

    // Of this rule's there is none: the question is another one each time, and PERF1001's.
    private static Task ReportsOther(string body) => Silent(body.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));

    [Fact]
    public Task What_was_asked_before_in_the_same_run_is_reported() => Reports(
        """
        if (db.Orders.Count() > 0)
            Use(db.Orders.[|Count|]());
        """,
        ExpectedDiagnostic.Any.Says("'Count' asks the database the same again; keep the first answer - suspect: once more, however much data there is").WithProperty("perf.advice", "keep the first answer"));

    [Theory]
    [InlineData("Use(db.Orders.Count()); Use(db.Orders.[|Count|]());")]
    [InlineData("var a = await db.Coupons.ToListAsync(ct); var b = await db.Coupons.[|ToListAsync|](ct); Use(a, b);")]
    [InlineData("var id = ids[0]; if (db.Orders.Any(o => o.Id == id)) Use(db.Orders.[|Any|](o => o.Id == id));")]
    public Task The_same_query_twice_in_a_row_is_reported(string body) => Reports(body);

    // One row, looked for and then loaded.
    [Theory]
    [InlineData("var id = ids[0]; if (!db.Orders.Any(o => o.Id == id)) return null; var order = db.Orders.[|First|](o => o.Id == id); Use(order);")]
    [InlineData("var id = ids[0]; if (!await db.Orders.AnyAsync(o => o.Id == id, ct)) throw new InvalidOperationException(); var order = await db.Orders.Include(x => x.Lines).AsNoTracking().[|SingleAsync|](x => x.Id == id, ct); Use(order);")]
    [InlineData("var id = ids[0]; if (db.Orders.Where(o => o.Id == id).Any()) Use(db.Orders.[|FirstOrDefault|](o => o.Id == id));")]
    [InlineData("var code = codes[0]; var exists = await db.Coupons.AnyAsync(c => c.Code == code); if (exists) Use(await db.Coupons.Where(coupon => coupon.Code == code).[|FirstOrDefaultAsync|]());")]
    [InlineData("var id = ids[0]; if (!db.Orders.Any(o => o.Id == id)) return null; var order = db.Orders.Include(x => x.Lines).AsNoTracking().[|Single|](x => x.Id == id); Use(order);")]
    [InlineData("var id = ids[0]; if (db.OrderLines.Any(l => l.OrderId == id)) Use(db.OrderLines.Where(l => l.OrderId == id).OrderBy(l => l.Id).Select(l => new { l.Id }).[|First|]());")]
    public Task A_row_that_was_looked_for_is_loaded(string body) => Reports(body);

    [Fact]
    public Task What_has_looked_for_it_is_said() => Reports(
        "var id = ids[0]; if (db.Orders.Any(o => o.Id == id)) Use(db.Orders.[|First|](o => o.Id == id));",
        ExpectedDiagnostic.Any.Says("'First' asks the database the same that 'Any' has looked for; load it once, and test whether it is null - suspect: once more, however much data there is").WithProperty("perf.advice", "load it once, and test whether it is null"));

    [Theory]
    // Other rows, or all of them.
    [InlineData("var id = ids[0]; var other = ids[1]; if (db.Orders.Any(o => o.Id == id)) Use(db.Orders.First(o => o.Id == other));")]
    [InlineData("var id = ids[0]; if (db.Orders.Any(o => o.Id == id)) Use(db.Orders.Where(o => o.Id == id).ToList());")]
    [InlineData("var id = ids[0]; if (db.Orders.IgnoreQueryFilters().Any(o => o.Id == id)) Use(db.Orders.First(o => o.Id == id));")]
    [InlineData("var id = ids[0]; if (db.Orders.Any(o => o.Id == id)) Use(db.OrderLines.First(o => o.Id == id));")]
    [InlineData("var id = ids[0]; if (db.Orders.Any(o => o.Id == id)) Use(db.Orders.Where(o => o.Id == id).SelectMany(o => o.Lines).First());")]
    [InlineData("var id = ids[0]; Use(db.Orders.First(o => o.Id == id)); if (db.Orders.Any(o => o.Id == id)) Use(id);")]
    // Not the same way, or after a change.
    [InlineData("var id = ids[0]; if (!db.Orders.Any(o => o.Id == id)) { db.Orders.Add(new() { Id = id }); db.SaveChanges(); } Use(db.Orders.First(o => o.Id == id));")]
    [InlineData("var id = ids[0]; if (ids.Count > 3) Use(db.Orders.Any(o => o.Id == id)); Use(db.Orders.First(o => o.Id == id));")]
    // In memory.
    [InlineData("var id = ids[0]; if (orders.Any(o => o.Id == id)) Use(orders.First(o => o.Id == id));")]
    public Task A_row_that_was_not_looked_for_is_silent(string body) => Silent(body);

    [Fact]
    public Task The_same_call_twice_in_a_row_is_reported() => ReportsFile(Class(
        "public void Run(int id) { if (settings.Of(id).Folder.Length > 0) Use(settings.[|Of|](id).Folder); }"));

    // LANCommander asks where an archive lies, gives it another key, and asks again.
    [Theory]
    [InlineData("public void Run(Filter filter) { Use(finder.Find(filter)); filter.Region = \"x\"; Use(finder.Find(filter)); }")]
    [InlineData("public void Run(Filter filter) { Use(finder.Find(filter)); var same = filter; same.Region = \"x\"; Use(finder.Find(filter)); }")]
    [InlineData("public void Run(List<int> ids) { Use(db.Orders.Count(o => ids.Contains(o.Id))); ids.Add(7); Use(db.Orders.Count(o => ids.Contains(o.Id))); }")]
    [InlineData("int _least; public void Run() { Use(Load()); _least = 3; Use(Load()); } int Load() => db.Orders.Count(o => o.Id > _least);")]
    [InlineData("public void Run(Filter filter, Filter other) { Use(finder.Find(filter)); other.Region = \"x\"; Use(finder.Find(filter)); }")]
    [InlineData("public void Run(Filter filter, Order order) { Use(finder.Find(filter)); order.Number = \"x\"; Use(finder.[|Find|](filter)); }")]
    [InlineData("public void Run(Filter filter) { filter.Region = \"x\"; Use(finder.Find(filter)); Use(finder.[|Find|](filter)); }")]
    [InlineData("public void Run(Filter filter) { Use(finder.Find(filter)); Use(finder.[|Find|](filter)); filter.Region = \"x\"; }")]
    public Task A_question_that_holds_something_else_in_between_is_another(string member) => ReportsFile(
        $$"""
        class Filter { public string Region { get; set; } = ""; }
        class Finder(ShopDb db) { public List<Account> Find(Filter filter) => db.Accounts.Where(a => a.Region == filter.Region).ToList(); }
        class C(ShopDb db, Finder finder) { static void Use(object? value) { } {{member}} }
        """);

    // It depends on the element: PERF1001's.
    [Theory]
    [InlineData("foreach (var id in ids) Use(db.Orders.Find(id));")]
    [InlineData("foreach (var order in orders) Use(db.Accounts.Find(order.AccountId));")]
    [InlineData("foreach (var id in ids) { var next = id + 1; Use(db.Orders.Find(next)); }")]
    [InlineData("var n = 0; foreach (var id in ids) { n += id; Use(db.Orders.Find(n)); }")]
    [InlineData("Use(ids.Select(id => db.Orders.Count(o => o.Id == id)).ToList());")]
    public Task A_query_by_the_element_is_silent(string body) => Silent(body);

    // Something in the loop may have changed the answer.
    [Theory]
    [InlineData("foreach (var order in orders) { db.Orders.Add(order); db.SaveChanges(); Use(db.Orders.Count()); }")]
    [InlineData("while (db.Orders.Count() > 10) db.Orders.Take(10).ExecuteDelete();")]
    [InlineData("Use(db.Orders.Count()); db.Orders.Add(new()); db.SaveChanges(); Use(db.Orders.Count());")]
    [InlineData("Use(db.Orders.Where(o => o.Id == 1).ExecuteDelete()); Use(db.Orders.Where(o => o.Id == 1).ExecuteDelete());")]
    public Task A_query_after_a_write_is_silent(string body) => Silent(body);

    [Theory]
    [InlineData("var n = 1; Use(db.Orders.Count(o => o.Id > n)); n = 2; Use(db.Orders.Count(o => o.Id > n));")]
    [InlineData("if (ids.Count > 0) Use(db.Orders.Count()); else Use(db.Orders.Count());")]
    [InlineData("if (ids.Count > 0) Use(db.Orders.Count()); Use(db.Orders.Count());")]
    [InlineData("Use(db.Orders.Count(o => o.Id > 1)); Use(db.Orders.Count(o => o.Id > 2));")]
    [InlineData("Use(db.Orders.Find(1)); Use(db.Orders.Find(1));")]
    [InlineData("try { Use(db.Orders.Count()); } catch (InvalidOperationException) { Use(db.Orders.Count()); }")]
    [InlineData("var count = db.Orders.Count(); foreach (var id in ids) Use(id, count);")]
    public Task What_is_another_question_or_another_branch_is_silent(string body) => Silent(body);

    [Fact]
    public Task A_setting_that_is_remembered_is_silent() => ReportsFile(Class(
        "Setting? _current; Setting Now => _current ??= settings.Current(); public void Run(List<int> ids) { foreach (var id in ids) Use(id, Now); }"));

    [Fact]
    public Task A_call_that_saves_in_between_is_silent() => ReportsFile(Class(
        "public async Task Run(int id) { Use(settings.Of(id)); await settings.SaveAsync(); Use(settings.Of(id)); }"));
}
