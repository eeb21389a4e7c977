using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>What a test in sight expects to be synchronous stays so: it would compile after the fix, and fail.</summary>
public sealed class TestDoublesTests
{
    [Theory]
    [InlineData("public void Saves(Store store) => Mock.Verify<ShopDb>(db => db.SaveChanges());", true)]
    [InlineData("public void Saves(Store store) => Mock.Verify<ShopDb>(db => db.SaveChangesAsync(default));", false)]
    [InlineData("public void Saves(Store store, ShopDb db) => db.SaveChanges();", false)]
    [InlineData("public void Saves(Other other) => Mock.Verify<ShopDb>(db => db.SaveChanges());", false)]
    public Task A_call_that_is_expected_stays(string test, bool isRefused) => CheckAsync("db.[|SaveChanges|]();", "await db.SaveChangesAsync();", test, isRefused);

    [Theory]
    [InlineData("public object Lists(Store store) => new List<Order>().AsQueryable();", true)]
    [InlineData("public Func<object> Lists(Store store) => new List<Order>().AsQueryable;", true)]
    [InlineData("public object Lists(Store store) => new List<Order>().AsReadOnly();", false)]
    [InlineData("public object Lists(Other other) => new List<Order>().AsQueryable();", false)]
    public Task A_list_that_stands_in_for_the_query_cannot_be_awaited(string test, bool isRefused) => CheckAsync("db.Orders.[|ToList|]();", "await db.Orders.ToListAsync();", test, isRefused);

    [Theory]
    [InlineData("public object Lists(Store store) => new List<Order>().AsQueryable();", true)]
    [InlineData("public object Lists(Store store) => new List<Order>().AsReadOnly();", false)]
    public Task Nor_can_it_be_for_a_loop(string test, bool isRefused) => CheckAsync("foreach (var o in [|db.Orders|]) { }", "foreach (var o in await db.Orders.ToListAsync()) { }", test, isRefused);

    private static async Task CheckAsync(string statement, string fixedStatement, string member, bool isRefused)
    {
        static string Code(string statement) => $"public class Store(ShopDb db)\n{{\n    public async Task RunAsync()\n    {{\n        await Task.Yield();\n        {statement}\n    }}\n}}\n\npublic class Other\n{{\n}}\n";
        var test = new CodeFixTest<SyncIoInAsyncAnalyzer, SyncIoInAsyncFix> { TestCode = Code(statement), FixedCode = Code(isRefused ? statement : fixedStatement), Sources = { Shop.Model } };
        test.Projects.Add(new("Shop.Tests")
        {
            Sources = { new("StoreTests.cs", $"using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing Shop;\n\npublic static class Mock {{ public static void Verify<T>(System.Linq.Expressions.Expression<Action<T>> call) {{ }} }}\npublic class StoreTests {{ {member} }}\n") },
            ProjectReferences = { "Test" },
            References = [.. TestReferences.All, MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location)],
        });
        await test.RunAsync();
    }
}
