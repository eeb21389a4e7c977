using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>PERF9005 at the line of the file, while the good lines still count.</summary>
public sealed class MalformedInputTests
{
    private static async Task<string> Reported(string text, string path = ".perf/a.perfevidence")
    {
        var test = new AnalyzerTest<MalformedInputAnalyzer> { TestCode = "class C { }", AdditionalFiles = { new(path, text) } };
        return string.Join('\n', (await test.GetDiagnosticsAsync()).Select(d => $"{d.Location.GetLineSpan().StartLinePosition.Line + 1}: {d.GetMessage(null)}"));
    }

    [Theory]
    [InlineData("perfevidence\t1\nprofile\ta\nsite M:A.B() calls=1\n", "3: Expected '<record><TAB><key><TAB><field>=<value>...'")]
    [InlineData("perfevidence\t1\nprofile\ta\nsite\tM:A.B\tcalls=many\n", "3: Field 'calls' is not a number of 0 or more: 'many'")]
    [InlineData("perfevidence\t1\nprofile\ta\nsite\tM:A.B\tcalls=-1\n", "3: Field 'calls' is not a number")]
    [InlineData("perfevidence\t1\nprofile\ta\nsite\tM:A.B\tcalls=1\tcalls=2\n", "3: Field 'calls' is given twice")]
    [InlineData("perfevidence\t1\nprofile\ta\nsite\tShop.Orders\tcalls=1\n", "3: 'site' needs a documentation-comment id")]
    [InlineData("perfevidence\t1\nsite\tM:A.B\tcalls=1\n", "2: 'site' comes before any 'profile' line")]
    [InlineData("perfevidence\t2\nprofile\ta\n", "1: File has version 2, this reader knows 1")]
    [InlineData("perfevidence 1\nprofile\ta\n", "1: First line must be 'perfevidence<TAB>1'")]
    [InlineData("\uFEFFperfevidence\t1\nprofile\ta\n", "1: File starts with a byte order mark")]
    [InlineData("perfevidence\t1\r\nprofile\ta\r\n", "1: Line ends with CR LF")]
    [InlineData("perfevidence\t1\nprofile\ta\nmethod\tM:A\u0000B\tcalls=1\n", "3: Line holds a control character")]
    [InlineData("perfevidence\t1\nprofile\ta\nmethod\tM:A\u202EB\tcalls=1\n", "3: Line holds a control character")]
    [InlineData("", "1: File is empty")]
    public async Task A_bad_line_is_reported_where_it_is(string text, string expected) =>
        Assert.StartsWith(expected, await Reported(text), StringComparison.Ordinal);

    [Fact]
    public async Task A_line_of_100_MB_is_reported_and_not_read() =>
        Assert.StartsWith("3: Line is longer than", await Reported("perfevidence\t1\nprofile\ta\n" + new string('x', 100_000_000) + "\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_something_else_does_not_flood() =>
        Assert.Equal(51, (await Reported(string.Concat(Enumerable.Repeat("\u0001\n", 10_000)))).Split('\n').Length);

    [Fact]
    public async Task Unknown_records_and_fields_are_of_a_newer_version_and_fine() =>
        Assert.Equal("", await Reported("perfevidence\t1\n# comment\n\nprofile\ta\tmood=good\nspan\tanything\tx=y\nmethod\tM:A.B\tfuture=1\n"));

    // The compiler writes a message as it is, and the build that reads it takes a second line for another.
    [Fact]
    public async Task A_line_break_that_a_value_holds_makes_no_message_of_its_own() => Assert.StartsWith(
        "3: Field 'calls' is not a number of 0 or more: '1\uFFFD/A.cs(1,1): error CS9999: no'",
        (await Reported("perfevidence\t1\nprofile\ta\nsite\tM:A.B\tcalls=1\\n/A.cs(1,1): error CS9999: no\n")).Split('\n')[0], StringComparison.Ordinal);

    [Fact]
    public async Task A_bad_line_of_a_knowledge_file_is_reported() =>
        Assert.StartsWith("1: Unknown effect 'reads'", await Reported("Shop.Prices::Get reads db\n", "shop.perfapis"), StringComparison.Ordinal);

    [Fact]
    public async Task Good_lines_still_count()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = "public class R(ShopDb db) { public void B(List<int> ids) { foreach (var id in ids) db.Orders.[|Find|](id); } }",
            Sources = { Shop.Model },
            AdditionalFiles =
            {
                new("a.perfevidence", "\uFEFFperfevidence\t9\r\nprofile\tp\troots=1\r\n\u0000\u0001junk\r\n" +
                    "site\tM:R.B(System.Collections.Generic.List{System.Int32})\top=db.read\tcalls=900\troots=1\ttotal-ms=900\r\nsite broken\r\n"),
            },
        };
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions("confirmed, measured: 900 per request, 900 ms"));
        await test.RunAsync();
    }

    [Fact]
    public async Task A_user_table_teaches_new_round_trips()
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = """
                using System.Collections.Generic;
                public interface IPrices { int Get(int id); }
                public class R(IPrices prices) { public void B(List<int> ids) { foreach (var id in ids) prices.[|Get|](id); } }
                """,
            AdditionalFiles = { new("shop.perfapis", "[Prices]\nIPrices::Get read db\n") },
        };
        await test.RunAsync();
    }
}
