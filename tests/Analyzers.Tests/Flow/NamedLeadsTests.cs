using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Flow;

/// <summary>
/// What runs without being named leads somewhere all the same. Names are asked before anything is bound, and a write has a name that hardly anything
/// else has, so each of these is silent when its kind of lead is forgotten.
/// </summary>
public sealed class NamedLeadsTests
{
    private static async Task ReportsOnce(string file) =>
        Assert.Equal("PERF1002", Assert.Single(await new AnalyzerTest<SaveInLoopAnalyzer> { TestCode = file, Sources = { Shop.Model } }.GetDiagnosticsAsync()).Id);

    private static string Class(string body, string types, string members = "") => $$"""
        public class Service(ShopDb db)
        {
            private readonly List<int> ids = [];
            private static void Use(params object?[] values) { }
            void Run() { foreach (var id in ids) Do(id); }
            void Do(int id) { {{body}} }
            {{members}}
        }

        {{types}}
        """;

    [Theory]
    [InlineData("using var batch = new Batch(db, id); // the end of the block writes")]
    [InlineData("using (var batch = new Batch(db, id)) { }")]
    public Task Disposal(string body) => ReportsOnce(Class(body + "\n", "class Batch(ShopDb db, int id) : IDisposable { public int Id => id; public void Dispose() => db.SaveChanges(); }"));

    [Theory]
    [InlineData("foreach (var part in new Parts(db)) Use(part);")]
    [InlineData("Use(new Parts(db).ToList());")]
    public Task Enumerators(string body) => ReportsOnce(Class(body, """
        class Parts(ShopDb db) : IEnumerable<int>
        {
            public IEnumerator<int> GetEnumerator() { db.SaveChanges(); yield return 1; }
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }
        """));

    [Theory]
    [InlineData("View view = new(db, id); Use(view);")]
    [InlineData("Show(new(db, id));")]
    [InlineData("Use(new Known(db, id));")]
    public Task Constructors_that_are_not_named(string body) => ReportsOnce(Class(body, """
        class Base { protected Base(ShopDb db) => db.SaveChanges(); }
        class View(ShopDb db, int id) : Base(db) { public int Id => id; }
        """, "void Show(View view) => Use(view);").Replace("public class Service", "file class Known(ShopDb db, int id) : View(db, id); public class Service", StringComparison.Ordinal));

    [Fact]
    public Task Aliases_of_types() => ReportsOnce("using Shown = View;\n" + Class("Use(new Shown(db, id));", "class View { public View(ShopDb db, int id) { Id = id; db.SaveChanges(); } public int Id { get; } }"));

    [Theory]
    [InlineData("Key key = id; Use(key);")]
    [InlineData("Use(new Key(db, id) + 1);")]
    public Task Operators_and_conversions(string body) => ReportsOnce(Class(body, """
        record Key(ShopDb? Db, int Id)
        {
            public static implicit operator Key(int id) { new ShopDb(new()).SaveChanges(); return new(null, id); }
            public static int operator +(Key key, int n) { key.Db!.SaveChanges(); return n; }
        }
        """));

    [Theory]
    [InlineData("_save();")]
    [InlineData("Write();")]
    public Task Delegates_in_fields_that_another_member_fills(string body) => ReportsOnce(Class(body, "", """
        private Action _save = () => { };
        void Fill() => _save = Flush;
        void Flush() => db.SaveChanges();
        void Write() => _save();
        """));

    [Fact]
    public Task Additions_of_a_collection_initialiser() => ReportsOnce(Class("Use(new Log { db, db });", """
        class Log : System.Collections.IEnumerable
        {
            public void Add(ShopDb db) => db.SaveChanges();
            public System.Collections.IEnumerator GetEnumerator() => throw new NotSupportedException();
        }
        """));
}
