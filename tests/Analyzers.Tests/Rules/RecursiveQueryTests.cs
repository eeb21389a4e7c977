using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF1007: a round trip at each step of a recursion over a tree or chain.</summary>
public sealed class RecursiveQueryTests : RuleTests<RecursiveQueryAnalyzer>
{
    private const string Advice = "load what it walks over with one query, and walk in memory";

    private static string Class(string members) => $$"""
        public class Node { public int Id { get; set; } public int? ParentId { get; set; } public Node? Parent { get; set; } public List<Node> Children { get; set; } = []; }
        public class TreeDb(DbContextOptions<TreeDb> options) : DbContext(options) { public DbSet<Node> Nodes => Set<Node>(); }
        public class Tree(TreeDb db)
        {
            private static void Use(params object?[] values) { }
            {{members}}
        }
        """;

    [Fact]
    public Task The_message_says_where_it_leads_and_what_to_do() => ReportsFile(
        Class("""
            public async Task<List<Node>> Below(int id)
            {
                var all = await db.Nodes.Where(n => n.ParentId == id).ToListAsync();
                foreach (var child in all.ToList())
                    all.AddRange(await [|Below|](child.Id));

                return all;
            }
            """),
        ExpectedDiagnostic.Any
            .Says($"'Below' makes a round trip at each step of the recursion, through Tree.Below -> ToListAsync; {Advice} - suspect")
            .WithSeverity(DiagnosticSeverity.Warning)
            .WithProperty("perf.advice", Advice)
            .WithAdditionalLocations("foreach", "ToListAsync"));

    [Theory]
    [InlineData("public List<Node> Below(int id) => db.Nodes.Where(n => n.ParentId == id).ToList().SelectMany(n => [|Below|](n.Id).Prepend(n)).ToList();")]
    [InlineData("public void Print(int id) { foreach (var n in db.Nodes.Where(n => n.ParentId == id).ToList()) { Use(n); [|Print|](n.Id); } }")]
    [InlineData("public void Print(int id) { foreach (var n in Children(id)) { Use(n); [|Print|](n.Id); } } List<Node> Children(int id) => db.Nodes.Where(n => n.ParentId == id).ToList();")]
    [InlineData("public async Task Print(Node node) { await db.Entry(node).Collection(n => n.Children).LoadAsync(); foreach (var n in node.Children) await [|Print|](n); }")]
    [InlineData("public void Delete(int id) { foreach (var n in db.Nodes.Local) [|Delete|](n.Id); db.Nodes.Where(n => n.Id == id).ExecuteDelete(); }")]
    [InlineData("public void Run(int id) { Walk(id); void Walk(int at) { foreach (var n in db.Nodes.Where(n => n.ParentId == at).ToList()) [|Walk|](n.Id); } }")]
    [InlineData("public void Print(int id) { foreach (var n in db.Nodes.Where(n => n.ParentId == id).ToList()) [|Item|](n); } void Item(Node n) { Use(n); [|Print|](n.Id); }")]
    public Task A_recursion_over_children_is_reported(string members) => ReportsFile(Class(members));

    // Up a chain there is one step per level, and few levels as a rule.
    [Theory]
    [InlineData("public Node Root(int id) { var n = db.Nodes.First(n => n.Id == id); return n.ParentId is { } up ? [|Root|](up) : n; }")]
    [InlineData("public async Task<int> Depth(int? id) => id == null ? 0 : 1 + await [|Depth|]((await db.Nodes.FirstAsync(n => n.Id == id)).ParentId);")]
    public Task A_recursion_up_a_chain_is_information(string members) => ReportsFile(
        Class(members), ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("chain that is seldom long"));

    [Theory]
    [InlineData("public void Print(Node node) { Use(node); foreach (var n in node.Children) Print(n); }")]
    [InlineData("public void Print() { var byParent = db.Nodes.ToList().ToLookup(n => n.ParentId); Walk(null); void Walk(int? id) { foreach (var n in byParent[id]) Walk(n.Id); } }")]
    [InlineData("public int Sum(int n) => n == 0 ? 0 : n + Sum(n - 1); public List<Node> All() => db.Nodes.ToList();")]
    [InlineData("public List<Node> All() => db.Nodes.ToList(); public List<Node> All(int id) => All().Where(n => n.ParentId == id).ToList();")]
    public Task A_recursion_in_memory_is_silent(string members) => ReportsFile(Class(members));

    [Theory]
    [InlineData("readonly Dictionary<int, Node> _known = []; public Node Root(int id) { if (_known.TryGetValue(id, out var k)) return k; var n = db.Nodes.First(n => n.Id == id); return _known[id] = n.ParentId is { } up ? Root(up) : n; }")]
    [InlineData("public Node Load(int id, int attempt = 0) { try { return db.Nodes.First(n => n.Id == id); } catch (InvalidOperationException) when (attempt < 3) { return Load(id, attempt + 1); } }")]
    public Task A_recursion_that_remembers_or_retries_is_silent(string members) => ReportsFile(Class(members));

    // A decorator calls the member of its own name on another object.
    [Theory]
    [InlineData("public interface ITree { Node? Get(int id); } public class Logged(ITree inner) : ITree { public Node? Get(int id) => inner.Get(id); } public class Stored(TreeDb db) : ITree { public Node? Get(int id) => db.Nodes.Find(id); }")]
    [InlineData("public class Base { public virtual Node? Get(int id) => null; } public class Derived(TreeDb db, Base other) : Base { public override Node? Get(int id) => other.Get(id) ?? db.Nodes.Find(id); }")]
    public Task A_decorator_is_no_recursion(string types) => ReportsFile(Class("public TreeDb Db => db;") + types);

    // The loop around a query is PERF1001's.
    [Fact]
    public Task A_loop_without_recursion_is_silent() => ReportsFile(Class("public void Run(List<int> ids) { foreach (var id in ids) Use(db.Nodes.Find(id)); }"));

    [Fact]
    public async Task A_recursion_in_a_loop_is_one_finding_and_not_also_a_query_in_a_loop()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = Class("public void Print(int id) { foreach (var n in db.Nodes.Where(n => n.ParentId == id).ToList()) Print(n.Id); }"),
            Sources = { Shop.Model },
        };
        await test.RunAsync();
    }
}
