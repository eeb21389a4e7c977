using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Package.Tests;

/// <summary>What somebody sees who has the package and an editor: what is underlined while they type, what the light bulb offers, how loud it is.</summary>
[Collection(OnePackage.Name)]
public sealed class EditorTests(PackageFixture fixture)
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Microsoft.EntityFrameworkCore;

        namespace Shop;

        public class Order { public int Id { get; set; } public string Number { get; set; } = ""; }

        public class ShopContext : DbContext { public DbSet<Order> Orders => Set<Order>(); }

        public static class Orders
        {
            public static int Length(string text) => text.Length;

            public static async Task<List<string>> NumbersAsync(ShopContext db, List<int> ids)
            {
                var numbers = new List<string>();
                foreach (var id in ids)
                {
                    var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == id);
                    numbers.Add(order?.Number ?? "none");
                }

                return numbers;
            }

            public static async Task<int> TotalAsync(ShopContext db, List<int> ids)
            {
                var total = 0;
                foreach (var id in ids)
                {
                    var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == id);
                    total += order?.Number.Length ?? 0;
                }

                return total;
            }

            public static async Task<int> SeedAsync(ShopContext db, List<int> ids)
            {
                var found = 0;
                foreach (var id in ids)
                    found += await db.Orders.AnyAsync(o => o.Id == id) ? 1 : 0;

                return found;
            }
        }
        """;

    [Fact]
    public async Task Only_the_name_of_the_call_is_underlined_and_it_moves_with_what_is_typed_above_and_goes_with_the_loop()
    {
        using var editor = new PackageInEditor(fixture.Package.PackageFile, Source);

        var (first, underlined) = Assert.Single(await editor.DiagnosticsOfAsync("NumbersAsync"));
        Assert.Equal(("PERF1001", DiagnosticSeverity.Warning, "FirstOrDefaultAsync"), (first.Id, first.Severity, underlined));

        await editor.TypeAsync("=> text.Length;", "\n    {\n        return text.Length;\n    }");
        (var moved, underlined) = Assert.Single(await editor.DiagnosticsOfAsync("NumbersAsync"));
        Assert.Equal((first.GetMessage(null), "FirstOrDefaultAsync"), (moved.GetMessage(null), underlined));
        Assert.Equal(first.Location.GetLineSpan().StartLinePosition.Line + 3, moved.Location.GetLineSpan().StartLinePosition.Line);

        await editor.TypeAsync("foreach (var id in ids)", "if (ids[0] is var id)");
        Assert.Empty(await editor.DiagnosticsOfAsync("NumbersAsync"));
        Assert.Single(await editor.DiagnosticsOfAsync("TotalAsync"));
    }

    [Fact]
    public async Task Light_bulb_offers_the_batch_and_the_acceptance_and_fix_all_mends_every_loop_of_the_file()
    {
        using var editor = new PackageInEditor(fixture.Package.PackageFile, Source);
        var first = Assert.Single(await editor.DiagnosticsOfAsync("NumbersAsync")).Diagnostic;
        var second = Assert.Single(await editor.DiagnosticsOfAsync("TotalAsync")).Diagnostic;

        var actions = await editor.ActionsAtAsync(first);
        Assert.Equal(["Accept this cost: write down why", "Load the rows of all elements before the loop"], actions.Select(a => a.Title).Order(StringComparer.Ordinal));

        var batch = actions.Single(a => a.Title.StartsWith("Load", StringComparison.Ordinal));
        Assert.Equal(2, Count(await editor.TextAfterAsync(batch), "FirstOrDefaultAsync") + Count(await editor.TextAfterAsync(batch), "ToDictionaryAsync"));
        var all = await editor.TextAfterAllAsync(batch, [first, second]);
        Assert.Equal(0, Count(all, "FirstOrDefaultAsync"));
        Assert.Equal(2, Count(all, "ToDictionaryAsync"));
    }

    [Fact]
    public async Task What_runs_at_startup_is_information_and_what_was_measured_to_be_cheap_is_hidden()
    {
        const string evidence = "perfevidence\t1\nprofile\tcheckout\ttool=perfevidence-run/1.0\tduration-ms=60000\troots=1000\tunit=wall\n" +
            "method\tM:Shop.Orders.NumbersAsync(Shop.ShopContext,System.Collections.Generic.List{System.Int32})\tfile=Orders.cs\tline=16\tcalls=3\tself-ms=0.1\ttotal-ms=0.2\n" +
            "site\tM:Shop.Orders.NumbersAsync(Shop.ShopContext,System.Collections.Generic.List{System.Int32})\tfile=Orders.cs\tline=21\top=db.read\tcalls=3\troots=1000\tper-root=0.003\ttotal-ms=0.2\n";
        using var editor = new PackageInEditor(fixture.Package.PackageFile, Source, evidence);

        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(await editor.DiagnosticsOfAsync("SeedAsync")).Diagnostic.Severity);
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(await editor.DiagnosticsOfAsync("TotalAsync")).Diagnostic.Severity);
        var cold = Assert.Single(await editor.DiagnosticsOfAsync("NumbersAsync"), d => d.Diagnostic.Id == "PERF1001").Diagnostic;
        Assert.Equal(DiagnosticSeverity.Hidden, cold.Severity);
        Assert.Contains("leave it", cold.GetMessage(null), StringComparison.Ordinal);
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
