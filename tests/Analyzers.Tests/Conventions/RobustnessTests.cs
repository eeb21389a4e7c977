using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Conventions;

/// <summary>Nothing that a compiler is given makes an analyzer throw or run out of stack.</summary>
public sealed class RobustnessTests
{
    private const int Depth = 2_000;
    private const int Deep = 10_000;
    private const int Long = 20_000;

    private static async Task Survives(string code)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = code, Sources = { Shop.Model }, ExpectsCompilerErrors = true };
        await test.GetDiagnosticsAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("class C { void M(ShopDb db) { foreach (var id in ) db.Orders.Find( } }")]
    [InlineData("class C { void M(ShopDb db, int[] ids) { foreach (var id in ids) db.Orders.NoSuch(id).ToList(); foreach (var x in Nowhere.All) db.Find<Order>(x); } }")]
    [InlineData("class C { void M() => M(); int P => P; C() : this() { } static void L() { void A() => B(); void B() => A(); foreach (var c in \"x\") A(); } }")]
    [InlineData("class C { IQueryable<Order> A(ShopDb db) => B(db); IQueryable<Order> B(ShopDb db) => A(db); void M(ShopDb db) { foreach (var c in \"x\") A(db).ToList(); } }")]
    [InlineData("class C { void M(ShopDb db) { IQueryable<Order> q = null!; q = q.Where(o => true); foreach (var c in \"x\") q.ToList(); } }")]
    [InlineData("class C { void M(ShopDb db, int[] ids) { int[]? few = ids.Length > 3 ? null : few; foreach (var id in few) L(db, few); } void L(ShopDb db, int[]? keys) { foreach (var key in keys) db.Orders.Find(key); } }")]
    [InlineData("class C { void E(Action<int> a) => F(a); void F(Action<int> a) => E(a); void M(ShopDb db) { E(i => db.Orders.Find(i)); } }")]
    [InlineData("interface I<T> { void M(I<I<T>> x); } class C : I<int> { public void M(I<I<int>> x) { foreach (var c in \"x\") x.M(null!); } }")]
    public Task Broken_and_cyclic_code(string code) => Survives(code);

    [Fact]
    public Task A_long_chain_of_conditional_access() =>
        Survives("class N { public N? Next; void M(ShopDb db, N n) { foreach (var c in \"x\") { var m = n" + string.Concat(Enumerable.Repeat("?.Next", 300)) + "; } } }");

    [Fact]
    public Task A_long_chain_of_calls() =>
        Survives("class C { void M(ShopDb db) { foreach (var c in \"x\") db.Orders" + string.Concat(Enumerable.Repeat(".Where(o => o.Id > 0)", 300)) + ".ToList(); } }");

    [Fact]
    public Task Deeply_nested_blocks() => Survives(
        "class C { void M(ShopDb db) { " + string.Concat(Enumerable.Repeat("foreach (var _ in \"x\") { ", 150)) + "db.Orders.ToList();" + new string('}', 150) + " } }");

    [Fact]
    public Task A_long_chain_of_methods() => Survives(
        "class C { void M(ShopDb db) { foreach (var c in \"x\") M0(db); } " +
        string.Concat(Enumerable.Range(0, Depth).Select(i => $"void M{i}(ShopDb db) => M{i + 1}(db); ")) + $"void M{Depth}(ShopDb db) => db.Orders.ToList(); }}");

    /// <summary>What generators write: expressions far deeper, and bodies and files far longer, than anybody would.</summary>
    public static TheoryData<string, string> Giants => new()
    {
        { "a sum", "class C { void M(ShopDb db) { foreach (var c in \"x\") { var n = " + string.Join(" + ", Enumerable.Repeat("db.Orders.Count()", Deep)) + "; } } }" },
        { "a text", "class C { string M(string[] s) { var r = \"\"; foreach (var c in s) r += " + string.Join(" + ", Enumerable.Repeat("c", Deep)) + "; return r; } }" },
        { "statements", "class C { void M(ShopDb db, int[] ids) { foreach (var id in ids) { " + Lines(_ => "L(db, id);") + " } } void L(ShopDb db, int id) { db.Orders.Find(id); } }" },
        { "elements of a list", "class C { void M(ShopDb db, int[] ids) { foreach (var id in ids) { var l = new List<int> { " + Lines(_ => "db.Orders.Count(),") + " }; } } }" },
        { "loops", "class C { void M(ShopDb db, int[] ids) { " + Lines(_ => "foreach (var id in ids) L(db, id);") + " } void L(ShopDb db, int id) { db.Orders.Find(id); } }" },
        { "methods that call each other", "class C { void M0(ShopDb db, int[] ids) { foreach (var id in ids) M1(db, ids); } " +
            Lines(i => $"void M{i + 1}(ShopDb db, int[] ids) {{ M{((i * 7919L) + 1) % Long}(db, ids); M{((i * 104729L) + 3) % Long}(db, ids); }}") + " }" },
        { "types", Lines(i => i % 10 == 0 ? $"interface I{i} {{ void M(ShopDb db); }} class C{i} : I{i} {{ public void M(ShopDb db) {{ foreach (var c in \"x\") db.Orders.Find(c); }} }}" : "") },
    };

    private static string Lines(Func<int, string> line) => string.Join('\n', Enumerable.Range(0, Long).Select(line));

    [Theory]
    [MemberData(nameof(Giants))]
    public Task Giant_code(string shape, string code) => string.IsNullOrEmpty(shape) ? Task.CompletedTask : Survives(code);

    [Fact]
    public async Task Cancellation_is_honoured()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer> { TestCode = "class C { }", Sources = { Shop.Model } };
        var compilation = (await test.CreateSolution().Projects.First().GetCompilationAsync())!;
        var withAnalyzers = Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzerExtensions.WithAnalyzers(compilation, [new QueryInLoopAnalyzer()]);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withAnalyzers.GetAnalyzerDiagnosticsAsync(cancelled.Token));
    }
}
