using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>Where names decide before anything is bound, what has another name in the code must be found all the same.</summary>
public sealed class NamesFirstTests : RuleTests<QueryInLoopAnalyzer>
{
    private const string Run = "class C(IFetch fetch) { public void Run(List<int> ids) { foreach (var id in ids) fetch.[|Load|](id); } } interface IFetch { void Load(int id); } ";

    [Theory]
    [InlineData("class Fetch(ShopDb db) : IFetch { public void Load(int id) => db.Orders.Find(id); }")]
    [InlineData("interface IOwn : IFetch { } class Fetch(ShopDb db) : IOwn { public void Load(int id) => db.Orders.Find(id); }")]
    [InlineData("partial class Fetch : IFetch { } partial class Fetch(ShopDb db) { public void Load(int id) => db.Orders.Find(id); }")]
    [InlineData("class Outer { public class Fetch(ShopDb db) : global::IFetch { public void Load(int id) => db.Orders.Find(id); } }")]
    public Task Implementations_are_found_however_far_below(string types) => ReportsFile(Run + types);

    [Fact]
    public Task An_implementation_of_an_alias_is_found() =>
        ReportsFile("using Loader = IFetch;\n" + Run + "class Fetch(ShopDb db) : Loader { public void Load(int id) => db.Orders.Find(id); }");
}
