using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>A warning where the number of turns grows with data on a path that matters; otherwise information, with the reason.</summary>
public sealed class RankTests : RuleTests<QueryInLoopAnalyzer>
{
    private static ExpectedDiagnostic Warning => ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.rank", null);

    private static ExpectedDiagnostic Information(string reason) =>
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", reason).Mentions(" - suspect: " + reason);

    [Theory]
    [InlineData("foreach (var id in ids) Use(db.Orders.[|Find|](id));")]
    [InlineData("Use(orders.Select(o => db.Accounts.[|Find|](o.AccountId)).ToList());")]
    [InlineData("var n = 0; while (n < ids.Count) Use(db.Orders.[|Find|](ids[n++]));")]
    [InlineData("foreach (var id in ids) if (id > 3) Use(db.Orders.[|Find|](id));")]
    [InlineData("foreach (var restoreId in ids) Use(db.Orders.[|Find|](restoreId));")]
    [InlineData("foreach (var id in ids.Take(50)) Use(db.Orders.[|Find|](id));")]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }.Concat(ids)) Use(db.Orders.[|Find|](id));")]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }.SelectMany(i => ids)) Use(db.Orders.[|Find|](id));")]
    [InlineData("foreach (var order in await db.Orders.Where(o => o.CouponId == ids[0]).ToListAsync()) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("foreach (var order in orders.Where(o => o.Id == ids[0])) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("var ordersOfStore = orders; foreach (var order in ordersOfStore) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("var website = ids; foreach (var id in website) Use(db.Orders.[|Find|](id));")]
    [InlineData("foreach (var userLogin in ids) Use(db.Orders.[|Find|](userLogin));")]
    [InlineData("foreach (var userRole in ids) Use(db.Orders.[|Find|](userRole));")]
    [InlineData("Use(Enumerable.Range(0, ids.Count).Select(n => db.Orders.[|Find|](n)).ToList());")]
    [InlineData("foreach (var id in ids) { var product = db.Products.[|Find|](id)!; if (product.Discontinued) return product; }")]
    [InlineData("foreach (var order in orders) if (order.AccountId == guids[0]) Use(db.Orders.[|Find|](order.Id));")]
    [InlineData("foreach (var order in orders) if (order.Id != ids.Count) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("foreach (var order in orders) if (order.Id == order.CouponId) Use(db.Accounts.[|Find|](order.AccountId));")]
    [InlineData("foreach (var order in orders) foreach (var other in orders) if (other.Id == order.CouponId) Use(db.Accounts.[|Find|](other.AccountId));")]
    public Task Elements_of_data_are_a_warning(string body) => Reports(body, Warning);

    [Theory]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }) Use(db.Orders.[|Find|](id));", "few elements, written in the code")]
    [InlineData("foreach (var id in new[] { 1, 2, 3 }.Where(i => i > 1).Select(i => i + 1).ToList()) Use(db.Orders.[|Find|](id));", "few elements, written in the code")]
    [InlineData("var some = ids.Take(3).ToList(); foreach (var id in some) Use(db.Orders.[|Find|](id));", "few elements, written in the code")]
    [InlineData("for (var i = 0; i < 3; i++) Use(db.Orders.[|Find|](i));", "few elements, written in the code")]
    [InlineData("for (var i = 3; i > 0; i--) Use(db.Orders.[|Find|](i));", "few elements, written in the code")]
    [InlineData("foreach (var day in Enum.GetValues<DayOfWeek>()) Use(db.Orders.[|Count|](o => o.PlacedAt.DayOfWeek == day));", "few elements, written in the code")]
    [InlineData("foreach (var id in ids) { var o = db.Orders.[|Find|](id); if (o != null) return o; }", "it stops at the first hit")]
    [InlineData("Use(ids.Any(id => db.Orders.[|Find|](id) != null));", "it stops at the first hit")]
    [InlineData("for (var i = 1; ; i++) { var key = i * 7; if (db.Orders.[|Find|](key) == null) return key; }", "nothing says how often the loop turns")]
    [InlineData("var start = DateTime.UtcNow; for (var i = 0; i < ids.Count || DateTime.UtcNow - start < TimeSpan.FromSeconds(1); i++) { var key = i * 7; Use(db.Orders.[|Find|](key)); }", "nothing says how often the loop turns")]
    [InlineData("return Probe(id => db.Orders.[|Find|](id) == null, ids.Count); int Probe(Func<int, bool> isFree, int max) { var n = 0; while (n < max) { if (isFree(n)) return n; n++; } return -1; }", "it stops at the first hit")]
    [InlineData("foreach (var id in ids) { var count = db.Orders.Where(o => o.Id == id).[|Max|](o => o.CouponId); if (count.HasValue) return count; }", "it stops at the first hit")]
    [InlineData("foreach (var id in ids) { Use(db.Orders.[|Find|](id)); await Task.Delay(100, ct); }", "the loop waits between turns on purpose")]
    [InlineData("foreach (var id in ids) { try { Use(db.Orders.[|Find|](id)); } catch (InvalidOperationException) { Use(id); } }", "each element is handled on its own, errors included")]
    [InlineData("foreach (var id in ids) { try { Use(db.Orders.[|Find|](id)); } catch (Exception e) { if (e is TimeoutException) { Use(id); continue; } throw; } }", "each element is handled on its own, errors included")]
    [InlineData("foreach (var claim in ids) Use(db.Orders.[|Find|](claim));", "one turn per claim")]
    [InlineData("foreach (var newLoginId in ids) Use(db.Orders.[|Find|](newLoginId));", "one turn per login")]
    [InlineData("foreach (var additionalScope in ids) Use(db.Orders.[|Find|](additionalScope));", "one turn per scope")]
    [InlineData("foreach (var storeId in ids) Use(db.Orders.[|Find|](storeId));", "one turn per store")]
    [InlineData("var tables = ids; foreach (var table in tables) Use(db.Orders.[|Find|](table));", "one turn per table")]
    [InlineData("foreach (var serverId in ids) Use(db.Orders.[|Find|](serverId));", "one turn per server")]
    [InlineData("var tenantIds = ids; foreach (var id in tenantIds) Use(db.Orders.[|Find|](id));", "one turn per tenant")]
    [InlineData("var countries = ids.Select(id => (Id: id, Name: \"\")).ToList(); foreach (var c in countries) Use(db.Orders.[|Find|](c.Id));", "one turn per country")]
    [InlineData("var couponCodesToCheck = ids; foreach (var item in couponCodesToCheck) Use(db.Orders.[|Find|](item));", "one turn per coupon")]
    [InlineData("var tags = ids; foreach (var t in tags.Where(t => t > 0).Select(t => t + 1)) Use(db.Orders.[|Find|](t));", "one turn per tag")]
    [InlineData("var storeIds = ids; Use(storeIds.Select([|Load|]).ToList()); Order? Load(int id) => db.Orders.Find(id);", "one turn per store")]
    [InlineData("foreach (var newRole in ids) Use(db.Orders.[|Find|](newRole));", "one turn per role")]
    [InlineData("foreach (var part in \"1,2\".Split(',')) Use(db.Orders.[|Find|](part));", "the parts of one text")]
    [InlineData("foreach (var id in ids.Skip(1)) Use(db.Orders.[|Find|](id));", "all but the first, where one is the rule")]
    [InlineData("foreach (var id in ids) { switch (id) { case 3: Use(db.Orders.[|Find|](id)); break; } }", "it runs for one of the elements")]
    [InlineData("foreach (var id in ids) if (id == 3) Use(db.Orders.[|Find|](id));", "it runs for one of the elements")]
    [InlineData("foreach (var id in ids) if (id == ids.Count) Use(db.Orders.[|Find|](id));", "it runs for one of the elements")]
    [InlineData("foreach (var order in orders) if (order.Id == ids.Count) Use(db.Accounts.[|Find|](order.AccountId));", "it runs for one of the elements")]
    [InlineData("foreach (var order in orders) { if (order.Id != ids.Count) continue; Use(db.Accounts.[|Find|](order.AccountId)); }", "it runs for one of the elements")]
    [InlineData("foreach (var order in orders) { if (order.Id != ids.Count || ids.Count == 0) { continue; } Use(db.Accounts.[|Find|](order.AccountId)); }", "it runs for one of the elements")]
    [InlineData("foreach (var order in orders) if (!order.Id.Equals(ids.Count)) Use(order); else Use(db.Accounts.[|Find|](order.AccountId));", "it runs for one of the elements")]
    [InlineData("Use(Enumerable.Range(0, 3).Select(n => db.Orders.[|Find|](n)).ToList());", "few elements, written in the code")]
    [InlineData("foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(codes[0], \"[0-9]+\")) Use(db.Orders.[|Find|](match.Value));", "the parts of one text")]
    [InlineData("foreach (var part in SplitMessage(codes[0])) Use(db.Orders.[|Find|](part)); static IEnumerable<string> SplitMessage(string text) { yield return text; }", "the parts of one text")]
    public Task Few_turns_and_turns_on_purpose_are_information(string body, string reason) => Reports(body, Information(reason));

    // Quartz: the tables that a program makes, however many there are.
    [Theory]
    [InlineData("static readonly int[] s_all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];", DiagnosticSeverity.Info)]
    [InlineData("static IReadOnlyList<int> s_all { get; } = new List<int> { 1, 2, 3 };", DiagnosticSeverity.Info)]
    [InlineData("static readonly List<int> s_more = [3, 4]; static readonly int[] s_all = [1, 2, .. s_more];", DiagnosticSeverity.Warning)]
    [InlineData("static readonly List<int> s_all = [];", DiagnosticSeverity.Warning)]
    [InlineData("static List<int> s_all = [1, 2];", DiagnosticSeverity.Warning)]
    public Task What_a_static_list_spells_out_is_information(string member, DiagnosticSeverity severity) => ReportsFile($$"""
        public class Report(ShopDb db) { {{member}} public void Run() { foreach (var id in s_all) Use(db.Orders.[|Find|](id)); } private static void Use(object? value) { } }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // CleanArchitecture and mix.core: what a user manager knows of one user.
    [Theory]
    [InlineData("UserManager", "GetRolesAsync", DiagnosticSeverity.Info)]
    [InlineData("UserManager", "GetUsersAsync", DiagnosticSeverity.Warning)]
    [InlineData("Reader", "GetRolesAsync", DiagnosticSeverity.Warning)]
    public Task The_roles_of_one_user_are_information(string type, string member, DiagnosticSeverity severity) => ReportsFile($$"""
        public class {{type}} { public Task<IList<string>> {{member}}(Account user) => Task.FromResult<IList<string>>([]); }
        public class Report(ShopDb db, {{type}} users)
        {
            public async Task Run(Account user) { var found = await users.{{member}}(user); foreach (var one in found) Use(await db.Accounts.[|FindAsync|](one)); }
            private static void Use(object? value) { }
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // Whoever is in sight writes out what is gone through; one that hands over data, or nobody, leaves it open.
    [Theory]
    [InlineData("Load([1, 2]); Load(new List<int> { 3 });", DiagnosticSeverity.Info)]
    [InlineData("Load([1, 2]); Load(null);", DiagnosticSeverity.Info)]
    [InlineData("Load(ids.Count > 0 ? new[] { ids[0] } : null);", DiagnosticSeverity.Info)]
    [InlineData("Load(ids.Count > 0 ? ids : null);", DiagnosticSeverity.Warning)]
    [InlineData("Load([1, 2]); Pass([3]);", DiagnosticSeverity.Info)]
    [InlineData("Load([1, 2]); Pass(ids);", DiagnosticSeverity.Warning)]
    [InlineData("Load([1, .. ids]);", DiagnosticSeverity.Warning)]
    [InlineData("", DiagnosticSeverity.Warning)]
    public Task What_every_caller_spells_out_is_information(string calls, DiagnosticSeverity severity) => ReportsFile($$"""
        public class Report(ShopDb db)
        {
            public void Run(List<int> ids) { {{calls}} }
            {{(calls.Contains("Pass", StringComparison.Ordinal) ? "private void Pass(IEnumerable<int> some) => Load(some);" : "")}}
            private void Load(IEnumerable<int>? all) { foreach (var id in all ?? []) Use(db.Orders.[|Find|](id)); }
            private static void Use(object? value) { }
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // VocaDB: the parts of a title, which a helper of its own takes apart.
    [Theory]
    [InlineData("Parse(string text, Action<char> use) { foreach (var part in text) use(part); }", "Parse(name, part => Use(db.Orders.[|Find|]((int)part)));", DiagnosticSeverity.Info)]
    [InlineData("Each(string label, List<int> all, Action<int> use) { foreach (var one in all) use(one); }", "Each(name, ids, one => Use(db.Orders.[|Find|](one)));", DiagnosticSeverity.Warning)]
    public Task The_parts_of_a_text_are_information_and_its_name_is_not(string helper, string call, DiagnosticSeverity severity) => ReportsFile($$"""
        public class Report(ShopDb db)
        {
            public void Run(string name, List<int> ids) { {{call}} }
            private static void {{helper}}
            private static void Use(object? value) { }
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    [Theory]
    [InlineData("user.Roles", DiagnosticSeverity.Info)]
    [InlineData("Roles", DiagnosticSeverity.Warning)]
    public Task The_roles_of_one_object_are_information(string roles, DiagnosticSeverity severity) => ReportsFile($$"""
        public class Role { public int Id { get; set; } }
        public class Visitor { public List<Role> Roles { get; } = []; }
        public class Report(ShopDb db)
        {
            private List<Role> Roles { get; } = [];
            public void Run(Visitor user) { foreach (var one in {{roles}}) Use(db.Orders.[|Find|](one.Id)); }
            private static void Use(object? value) { }
        }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // Quartz: each of its kinds of triggers loads those that are of it.
    [Theory]
    [InlineData("entry.Key.[|Load|](entry.Value);", DiagnosticSeverity.Info)]
    [InlineData("Use(db.Orders.[|Find|](entry.Value[0]));", DiagnosticSeverity.Warning)]
    public Task Loaders_with_their_keys_are_information(string body, DiagnosticSeverity severity) => ReportsFile($$"""
        public interface ILoader { void Load(List<int> ids); }
        public class Loader(ShopDb db) : ILoader { public void Load(List<int> ids) => db.Orders.Where(o => ids.Contains(o.Id)).ToList(); }
        public class Report(ShopDb db) { public void Run(Dictionary<ILoader, List<int>> all) { foreach (var entry in all) { {{body}} } } private static void Use(object? value) => value?.ToString(); private ShopDb Db => db; }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    // Smartstore: what a form has for each language, whatever each is called.
    [Theory]
    [InlineData("foreach (var localized in model.Locales) Use(db.Accounts.[|Find|](localized.Id));", DiagnosticSeverity.Info)]
    [InlineData("foreach (var localized in Locales) Use(db.Accounts.[|Find|](localized.Id));", DiagnosticSeverity.Warning)]
    [InlineData("foreach (var localized in model.Lines) Use(db.Accounts.[|Find|](localized.Id));", DiagnosticSeverity.Warning)]
    public Task What_one_object_has_for_each_language_is_information(string body, DiagnosticSeverity severity) => ReportsFile($$"""
        public class Text { public int Id { get; set; } }
        public class Model { public List<Text> Locales { get; } = []; public List<Text> Lines { get; } = []; }
        public class Form(ShopDb db) { public List<Text> Locales { get; } = []; public void Save(Model model) { {{body}} } private static void Use(object? value) { } }
        """, ExpectedDiagnostic.Any.WithSeverity(severity));

    [Theory]
    [InlineData("int[] few = [1, 2, 3, 4, 5, 6, 7, 8, 9]; foreach (var id in few) Use(db.Orders.[|Find|](id));")]
    [InlineData("for (var i = 0; i < 300; i++) Use(db.Orders.[|Find|](i));")]
    // Counting down, it is the start that says how many.
    [InlineData("for (var i = ids.Count - 1; i >= 0; i--) Use(db.Orders.[|Find|](ids[i]));")]
    [InlineData("for (var i = ids.Count; i-- > 0;) Use(db.Orders.[|Find|](ids[i]));")]
    [InlineData("for (var i = 300; i > 0; i--) Use(db.Orders.[|Find|](i));")]
    [InlineData("var more = new List<int> { 1, 2 }; more.AddRange(ids); foreach (var id in more.Concat(ids)) Use(db.Orders.[|Find|](id));")]
    public Task Many_elements_in_the_code_are_a_warning(string body) => Reports(body, Warning);

    [Theory]
    [InlineData("interface IImporter { void Run(Order? order); } class A : IImporter { public void Run(Order? order) { } }", "IEnumerable<IImporter> all", "x.Run(db.Orders.[|Find|](x.GetHashCode()))", "one turn per implementation of 'IImporter'")]
    [InlineData("class Tenant { public int Id { get; set; } }", "List<Tenant> all", "db.Orders.[|Find|](x.Id)", "one turn per tenant")]
    [InlineData("class MailPlugin { public int Id { get; set; } }", "List<MailPlugin> all", "db.Orders.[|Find|](x.Id)", "one turn per plugin")]
    [InlineData("class MailDefinition { public int Id { get; set; } }", "List<MailDefinition> all", "db.Orders.[|Find|](x.Id)", "one turn per definition")]
    [InlineData("class ScheduledTask { public int Id { get; set; } }", "List<ScheduledTask> all", "db.Orders.[|Find|](x.Id)", "one turn per scheduled task")]
    [InlineData("class Language { public int Id { get; set; } }", "List<Language> all", "db.Orders.[|Find|](x.Id)", "one turn per language")]
    [InlineData("class Member { public int TenantId { get; set; } }", "List<Member> members", "db.Orders.[|Find|](x.Key)", "one turn per tenant", "members.GroupBy(m => m.TenantId)")]
    [InlineData("class Tenant { public int Id { get; set; } } class Member { public Tenant Tenant { get; set; } = new(); }", "List<Member> members", "db.Orders.[|Find|](x.Key)", "one turn per tenant", "members.GroupBy(m => m.Tenant.Id)")]
    [InlineData("class MailOptions { public int[] Extra { get; set; } = []; }", "MailOptions options", "db.Orders.[|Find|](x)", "what is configured as 'Extra'", "options.Extra")]
    public Task Things_of_which_there_is_a_handful_are_information(string types, string parameter, string call, string reason, string all = "all") => ReportsFile(
        $"{types} class Report(ShopDb db) {{ public void Run({parameter}) {{ foreach (var x in {all}) {call}; }} }}", Information(reason));

    // Sonarr: each episode is searched for at all indexers, and its series is looked up before.
    [Theory]
    [InlineData("foreach (var id in ids) { db.Orders.[|Find|](id);\n await http.GetStringAsync($\"/{id}\"); }", "each turn also waits for another service")]
    [InlineData("foreach (var id in ids) { if (id > 3) await SendAsync(id);\n db.Orders.[|Find|](id); }", "each turn also waits for another service")]
    [InlineData("foreach (var id in ids) await [|LoadAsync|](id);", "what it calls also waits for another service")]
    [InlineData("foreach (var id in ids) await [|PublishAsync|](id);", null)]
    [InlineData("await http.GetStringAsync(\"/\"); foreach (var id in ids) db.Orders.[|Find|](id);", null)]
    [InlineData("foreach (var id in ids) { db.Orders.[|Find|](id); later.Add(() => http.GetStringAsync($\"/{id}\")); }", null)]
    public Task A_query_beside_a_call_of_another_service_is_information(string body, string? rank) => ReportsFile(
        $$"""
        class Report(ShopDb db, System.Net.Http.HttpClient http)
        {
            public async Task RunAsync(List<int> ids, List<Func<Task<string>>> later) { {{body}} await Task.Yield(); }
            private Task SendAsync(int id) => http.GetStringAsync($"/{id}");
            private async Task LoadAsync(int id) { db.Orders.Find(id); await SendAsync(id); }

            // Readarr: what a repository writes is an event, which somebody somewhere sends on.
            private async Task PublishAsync(int id) { db.Orders.Find(id); await Far0Async(id); }
            {{string.Concat(Enumerable.Range(0, 10).Select(i => $"private Task Far{i}Async(int id) => Far{i + 1}Async(id); "))}}
            private Task Far10Async(int id) => SendAsync(id);
        }
        """,
        rank is null ? Warning : Information(rank));

    [Theory]
    [InlineData("Use(db.Orders.[|Count|](o => group.Select(x => x.Id).Contains(o.Id)));")]
    [InlineData("var own = group.Select(x => x.Id).ToList(); Use(db.Orders.[|Count|](o => own.Contains(o.Id)));")]
    public Task A_group_that_is_asked_for_at_once_is_information(string body) =>
        Reports($"foreach (var group in orders.GroupBy(o => o.AccountId)) {{ {body} }}", Information("the elements of each group are asked for at once"));

    [Theory]
    [InlineData("Use(db.Accounts.[|Find|](group.First().AccountId));")]
    [InlineData("Use(db.Orders.[|Count|](o => o.Id == group.Count()));")]
    // Sonarr
    [InlineData("Use([|CountOf|](group.Key, group.ToArray())); int CountOf(Guid key, Order[] of) => db.Orders.Count(o => o.AccountId == key);")]
    public Task A_group_that_is_asked_for_by_one_of_it_is_a_warning(string body) => Reports($"foreach (var group in orders.GroupBy(o => o.AccountId)) {{ {body} }}", Warning);

    [Fact]
    public Task A_group_of_rows_is_data() => Reports("foreach (var group in orders.GroupBy(o => o.AccountId)) Use(db.Accounts.[|Find|](group.Key));", Warning);

    // fullstackhero/dotnet-starter-kit: whether a user has each of all roles that there are.
    [Fact]
    public Task Rows_of_roles_are_data() => ReportsFile(
        "class Role { public int Id { get; set; } } class Report(ShopDb db) { public void Run(List<Role> roles) { foreach (var role in roles) db.Orders.[|Find|](role.Id); } }", Warning);

    [Fact]
    public Task An_entity_behind_an_interface_is_data() => ReportsFile(
        "interface IRow { int Id { get; set; } string Name { get; set; } } class Report(ShopDb db) { public void Run(List<IRow> all) { foreach (var row in all) db.Orders.[|Find|](row.Id); } }", Warning);

    [Theory]
    [InlineData("OrderSeeder", "Run")]
    [InlineData("BackfillOrdersJob", "Run")]
    [InlineData("Report", "SeedAsync")]
    [InlineData("Report", "MigrateOrders")]
    [InlineData("AddNumberMigration", "Up")]
    [InlineData("Startup", "Configure")]
    [InlineData("WarmupService", "Run")]
    public Task Seeding_migration_and_startup_are_information(string type, string member) => ReportsFile(
        $"class {type}(ShopDb db) {{ public void {member}(List<int> ids) {{ foreach (var id in ids) db.Orders.[|Find|](id); }} }}",
        Information("runs at startup or in maintenance"));

    [Theory]
    [InlineData("IDataSeeder")]
    [InlineData("IHousekeepingTask")]
    public Task What_implements_seeding_or_housekeeping_is_information(string task) => ReportsFile(
        $"interface {task} {{ void Run(List<int> ids); }} class Orders(ShopDb db) : {task} {{ public void Run(List<int> ids) {{ foreach (var id in ids) db.Orders.[|Find|](id); }} }}",
        Information("runs at startup or in maintenance"));

    // grandnode2: products that were deleted are looked for among the archived.
    [Theory]
    [InlineData("await CachedAsync(id) ?? db.Orders.Find(id)", true)]
    [InlineData("await CachedAsync(id).ConfigureAwait(false) ?? db.Orders.Find(id)", true)]
    [InlineData("await CachedAsync(3) ?? db.Orders.Find(id)", false)]
    public Task What_is_asked_for_where_another_place_has_nothing_is_information(string lookup, bool isRare) => ReportsFile(
        $$"""
        class Report(ShopDb db, Dictionary<int, Order> known)
        {
            public async Task RunAsync(List<int> ids) { foreach (var id in ids) await [|LoadAsync|](id); }
            private async Task<Order?> LoadAsync(int id) => {{lookup}};
            private Task<Order?> CachedAsync(int id) => Task.FromResult(known.GetValueOrDefault(id));
        }
        """,
        isRare ? Information("only where it was not loaded before") : Warning);

    // Smartstore: what the context has loaded already is asked first.
    [Theory]
    [InlineData("return db.Orders.Local.FindEntry(id)?.Entity ?? db.Orders.SingleOrDefault(o => o.Id == id);", true)]
    [InlineData("return db.Orders.Local.FirstOrDefault(o => o.Id == id) ?? db.Orders.SingleOrDefault(o => o.Id == id);", true)]
    [InlineData("var tracked = db.Orders.Local.FindEntry(id)?.Entity; return tracked != null ? tracked : db.Orders.SingleOrDefault(o => o.Id == id);", true)]
    [InlineData("var tracked = db.Orders.Local.FirstOrDefault(o => o.Id == id); if (tracked is null) tracked = db.Orders.SingleOrDefault(o => o.Id == id); return tracked;", true)]
    [InlineData("if (db.ChangeTracker.Entries<Order>().FirstOrDefault(e => e.Entity.Id == id) is { } entry) return entry.Entity; return db.Orders.SingleOrDefault(o => o.Id == id);", true)]
    [InlineData("if (!db.Orders.Local.Any(o => o.Id == id)) db.Orders.SingleOrDefault(o => o.Id == id); return null;", true)]
    [InlineData("var order = db.Orders.Local.First(); db.Entry(order).Reference(o => o.Account).Load(); return order;", false)]
    [InlineData("var order = new Order(); if (!db.Entry(order).Reference(o => o.Account).IsLoaded) db.Entry(order).Reference(o => o.Account).Load(); return order;", true)]
    [InlineData("var order = new Order(); var account = db.Entry(order).Reference(o => o.Account); var isLoaded = account.CurrentValue != null || account.IsLoaded; if (id < 0) isLoaded = false; if (!isLoaded) account.Load(); return order;", true)]
    [InlineData("var order = new Order(); if (db.Entry(order).Reference(o => o.Account).IsLoaded) db.Entry(order).Reference(o => o.Account).Load(); return order;", false)]
    [InlineData("var tracked = db.Orders.Local.FirstOrDefault(o => o.Id == id); return tracked == null ? tracked : db.Orders.SingleOrDefault(o => o.Id == id);", false)]
    [InlineData("var count = db.Orders.Local.Count; return count > 3 ? null : db.Orders.SingleOrDefault(o => o.Id == id);", false)]
    public Task What_the_context_lacks_is_information(string body, bool isRare) => ReportsFile(
        $$"""
        class Report(ShopDb db)
        {
            public void Run(List<int> ids) { foreach (var id in ids) [|Load|](id); }
            private Order? Load(int id) { {{body}} }
        }
        """,
        isRare ? Information("only where it was not loaded before") : Warning);

    // squidex: a query that is put together step by step is followed once, and not once for each way through its steps.
    [Fact]
    public Task What_is_put_together_in_many_steps_has_an_end() => ReportsFile(
        $$"""
        class Report(ShopDb db)
        {
            public void Run(List<int> ids) { foreach (var id in ids) [|Load|](id); }
            private Order? Load(int id) { var text = $"{id}"; {{string.Concat(Enumerable.Repeat("text = text.Trim().ToUpperInvariant(); ", 40))}} if (text != null && text.Length > 0) return db.Orders.Find(id); return null; }
        }
        """);

    // squidex: what belongs to a shard is asked of it at once.
    [Theory]
    [InlineData("foreach (var group in orders.GroupBy(o => shards[o.Id % 3])) group.Key.[|Load|](group.ToList());", true)]
    [InlineData("foreach (var group in orders.GroupBy(o => shards[o.Id % 3])) group.Key.[|Load|](group.Select(o => o).ToArray());", true)]
    [InlineData("foreach (var pair in orders.GroupBy(o => shards[o.Id % 3]).ToDictionary(g => g.Key, g => g.ToList())) pair.Key.[|Load|](pair.Value);", true)]
    [InlineData("foreach (var pair in orders.GroupBy(o => shards[o.Id % 3]).ToDictionary(g => g.Key, g => g.Count())) pair.Key.[|Find|](pair.Value);", false)]
    [InlineData("foreach (var group in orders.GroupBy(o => shards[o.Id % 3])) shards[0].[|Load|](group.ToList());", false)]
    [InlineData("foreach (var order in orders) shards[order.Id % 3].[|Find|](order.Id);", false)]
    public Task What_each_is_asked_for_its_own_is_information(string body, bool isOwn) => ReportsFile(
        $$"""
        class Shard(ShopDb db)
        {
            public List<Order> Load(IReadOnlyList<Order> orders) { var numbers = orders.Select(o => o.Number).ToList(); return db.Orders.Where(o => numbers.Contains(o.Number)).ToList(); }
            public Order? Find(int id) => db.Orders.Find(id);
        }
        class Report(Shard[] shards) { public void Run(List<Order> orders) { {{body}} } }
        """,
        isOwn ? Information("each is asked once for all that is its own") : Warning);

    // jellyfin: a tree that is walked level by level, and one that is walked node by node.
    [Theory]
    [InlineData("while (level.Count != 0) { var found = db.Orders.Where(o => level.Contains(o.Id)); var next = found.Select(o => o.CouponId!.Value).Distinct().[|ToArray|](); level = []; foreach (var id in next) if (seen.Add(id)) level.Add(id); }", true)]
    [InlineData("while (level.Count > 0) { var id = level[0]; level.RemoveAt(0); level.AddRange(db.Orders.Where(o => o.CouponId == id).Select(o => o.Id).[|ToList|]()); }", false)]
    [InlineData("while (level.Count > 0) { var id = level.First(); level = level.Where(l => l != id).ToList(); seen.UnionWith(db.Orders.Where(o => o.CouponId == id).Select(o => o.Id).[|ToList|]()); }", false)]
    public Task One_query_for_each_level_is_information(string body, bool isLevel) => ReportsFile(
        $"class Report(ShopDb db) {{ public void Run(List<int> start, HashSet<int> seen) {{ var level = start; {body} }} }}",
        isLevel ? Information("one turn for each level, all of which is asked for at once") : Warning);

    // Radarr: what a page was loaded with by a join is loaded by itself where a caller had none.
    [Theory]
    [InlineData("if (line.Product == null) { line.Product = db.Products.Find(line.ProductId)!; }", true)]
    [InlineData("if (line.Product is null) line.Product = db.Products.Find(line.ProductId)!;", true)]
    [InlineData("if (line.ProductId > 3 && null == line.Product) line.Product = db.Products.Find(line.ProductId)!;", true)]
    [InlineData("line.Product ??= db.Products.Find(line.ProductId)!;", true)]
    [InlineData("if (line.Product.Name == null) { var product = db.Products.Find(line.ProductId)!; line.Product.Name = product.Name; }", true)]
    [InlineData("if (string.IsNullOrEmpty(line.Product.Name)) line.Product.Name = db.Products.Find(line.ProductId)!.Name;", true)]
    [InlineData("var name = line.Product.Name ?? \"\"; if (string.IsNullOrEmpty(name)) name = db.Products.Find(line.ProductId)!.Name; Names += name;", true)]
    [InlineData("string? name = null; if (string.IsNullOrEmpty(name)) name = db.Products.Find(line.ProductId)!.Name; Names += name;", false)]
    [InlineData("if (line.Product != null) line.Product = db.Products.Find(line.ProductId)!;", false)]
    [InlineData("if (line.Product == null) Total += db.Products.Find(line.ProductId)!.Id;", false)]
    [InlineData("if (line.Product == null) Spare.Product = db.Products.Find(line.ProductId)!;", false)]
    public Task What_fills_in_what_is_missing_is_information(string body, bool isRare) => ReportsFile(
        $$"""
        class Report(ShopDb db)
        {
            private int Total;
            private string Names = "";
            private OrderLine Spare = new();
            public int Run(List<OrderLine> lines) { foreach (var line in lines) [|Map|](line); return Total + Spare.Id + Names.Length; }
            private void Map(OrderLine line) { {{body}} }
        }
        """,
        isRare ? Information("only where it was not loaded before") : Warning);

    [Theory]
    [InlineData("OrderProceedings", "Run")]
    [InlineData("Report", "Installments")]
    public Task A_name_that_only_sounds_like_it_is_a_warning(string type, string member) => ReportsFile(
        $"class {type}(ShopDb db) {{ public void {member}(List<int> ids) {{ foreach (var id in ids) db.Orders.[|Find|](id); }} }}", Warning);

    // bitwarden/server: a program that fills databases for tests.
    [Theory]
    [InlineData("Shop.Seeder", true)]
    [InlineData("Shop.SeederApi", true)]
    [InlineData("Shop.Migrations", true)]
    [InlineData("Shop.Startup", false)]
    [InlineData("Shop.Seedlings", false)]
    public Task A_project_that_seeds_or_migrates_is_information(string project, bool isOneOff) =>
        ProjectReports(project, isOneOff ? Information("runs at startup or in maintenance") : Warning);

    // wabbajack, duplicati and arcade-services: what somebody starts and waits for.
    [Theory]
    [InlineData("Shop.Cli", true)]
    [InlineData("Tools.CLI.Common", true)]
    [InlineData("Shop.CommandLine.Export", true)]
    [InlineData("Shop.DatabaseTool", true)]
    [InlineData("Shop.Tools", false)]
    [InlineData("Shop.Client", false)]
    public Task A_tool_that_is_started_by_hand_is_information(string project, bool isByHand) =>
        ProjectReports(project, isByHand ? Information("in a tool that is started by hand") : Warning);

    // ppy/osu-server-spectator is a server.
    [Theory]
    [InlineData("Shop.Tests", true)]
    [InlineData("Shop.IntegrationTestCommon", true)]
    [InlineData("Shop.Testing", true)]
    [InlineData("shop-tests", true)]
    [InlineData("Shop.Specs", true)]
    [InlineData("Shop.Benchmarks", true)]
    [InlineData("Shop.Spectator", false)]
    [InlineData("Shop.Specifications", false)]
    [InlineData("Shop.Contest", false)]
    public Task A_test_project_is_information(string project, bool isTest) =>
        ProjectReports(project, isTest ? Information("in a test project") : Warning, MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location));

    [Fact]
    public Task A_minority_of_implementations_is_information() => ReportsFile(
        """
        public interface IStep { void Run(int id); }
        public class A : IStep { public void Run(int id) { } }
        public class B : IStep { public void Run(int id) { } }
        public class C : IStep { public void Run(int id) { } }
        public class D(ShopDb db) : IStep { public void Run(int id) => db.Orders.Find(id); }
        public class Runner(IStep step) { public void Go(List<int> ids) { foreach (var id in ids) step.[|Run|](id); } }
        """,
        Information("only 1 of 4 implementations of 'Run' do"));

    // bitwarden's push engines, two of which call clients whose packages are missing.
    [Fact]
    public Task Those_that_are_only_likely_to_are_none_of_those_that_do() => ReportsFile(
        """
        public interface IStep { void Run(int id); }
        public interface IOrderRepository { Task<Order> GetAsync(int id); }
        public class A : IStep { public void Run(int id) { } }
        public class B(IOrderRepository orders) : IStep { public void Run(int id) => orders.GetAsync(id); }
        public class C(IOrderRepository orders) : IStep { public void Run(int id) => orders.GetAsync(id); }
        public class D(ShopDb db) : IStep { public void Run(int id) => db.Orders.Find(id); }
        public class Runner(IStep step) { public void Go(List<int> ids) { foreach (var id in ids) step.[|Run|](id); } }
        """,
        Information("only 1 of 4 implementations of 'Run' do"));

    [Fact]
    public Task A_majority_of_implementations_is_a_warning() => ReportsFile(
        """
        public interface IStep { void Run(int id); }
        public class A : IStep { public void Run(int id) { } }
        public class B(ShopDb db) : IStep { public void Run(int id) => db.Products.Find(id); }
        public class C(ShopDb db) : IStep { public void Run(int id) => db.OrderLines.Find(id); }
        public class D(ShopDb db) : IStep { public void Run(int id) => db.Orders.Find(id); }
        public class Runner(IStep step) { public void Go(List<int> ids) { foreach (var id in ids) step.[|Run|](id); } }
        """,
        Warning);

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "6 calls away")]
    public Task A_path_of_more_than_five_calls_is_information(int calls, string? reason) => ReportsFile(
        $"class Report(ShopDb db) {{ public void Run(List<int> ids) {{ foreach (var id in ids) [|M1|](id); }} " +
        string.Concat(Enumerable.Range(1, calls - 1).Select(i => $"void M{i}(int id) => M{i + 1}(id); ")) + $"void M{calls}(int id) => db.Orders.Find(id); }}",
        reason is null ? Warning : Information(reason));

    [Fact]
    public Task Overloads_that_forward_to_their_namesakes_are_one_call() => ReportsFile(
        "class Report(ShopDb db) { public void Run(List<int> ids) { foreach (var id in ids) [|Load|](id); } " +
        string.Concat(Enumerable.Range(1, 8).Select(i => $"void Load(int id{string.Concat(Enumerable.Range(1, i - 1).Select(n => $", int p{n}"))}) => Load(id{string.Concat(Enumerable.Range(1, i).Select(_ => ", 0"))}); ")) +
        $"void Load(int id{string.Concat(Enumerable.Range(1, 8).Select(n => $", int p{n}"))}) => db.Orders.Find(id); }}",
        Warning);

    [Fact]
    public Task What_rests_on_a_convention_is_likely() => ReportsFile(
        "public interface IOrderRepository { Task<Order> GetAsync(int id); } class Report(IOrderRepository orders) { public async Task Run(List<int> ids) { foreach (var id in ids) await orders.[|GetAsync|](id); } }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info)
            .WithProperty("perf.rank", "likely: part of the path rests on a convention or a type").WithProperty("perf.likely", "true").Mentions(" - likely"));

    [Fact]
    public Task What_is_likely_does_not_hide_what_is_certain() => ReportsFile(
        """
        public interface IPriceService { Task<decimal> GetAsync(int id); Task UpdateAsync(int id); }
        class Report(ShopDb db, IPriceService prices)
        {
            public async Task Run(List<int> ids)
            {
                foreach (var id in ids)
                {
                    await prices.[|GetAsync|](id);
                    await db.Orders.[|FindAsync|](id);
                    await [|Both|](id);
                }
            }

            async Task Both(int id) { await prices.UpdateAsync(id); Deeper(id); }
            void Deeper(int id) { if (id > 0) Deepest(id); }
            void Deepest(int id) { if (id > 1) db.Orders.Find(id); }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "likely: part of the path rests on a convention or a type"),
        Warning,
        ExpectedDiagnostic.Any.WithProperty("perf.rank", "beside another round trip of the same loop").Mentions("Find"));

    private static Task ProjectReports(string project, ExpectedDiagnostic expected, params MetadataReference[] further)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = "class Report(ShopDb db) { public void Run(List<int> ids) { foreach (var id in ids) db.Orders.[|Find|](id); } }",
            Sources = { Shop.Model },
            ExpectedDiagnostics = { expected },
        };
        test.Projects[0].Name = project;
        test.Projects[0].References = [.. TestReferences.All, .. further];
        return test.RunAsync();
    }
}
