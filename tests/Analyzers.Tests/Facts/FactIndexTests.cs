using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Tests.Facts;

/// <summary>What a project learns from the reference assemblies of the projects below it.</summary>
public sealed class FactIndexTests
{
    private const string Model = "namespace Shop; public class Order { public int Id { get; set; } } public class ShopDb : DbContext { public DbSet<Order> Orders => Set<Order>(); }";

    private static readonly MetadataReference s_model = FactBuild.Build(FactBuild.Compile("Model", Model));

    [Fact]
    public void A_public_method_says_where_it_leads()
    {
        var fact = Single(Below("public class Orders(ShopDb db) { public Order? Get(int id) => Load(id); private Order? Load(int id) => db.Orders.Find(id); }"), "Shop.Orders", "Get");
        Assert.Equal(new(EffectQuestion.DatabaseRead, "Orders.Get -> Orders.Load -> Find", "M:Shop.Orders.Load(System.Int32)", 1, 1, 1), fact);
    }

    [Fact]
    public void Two_assemblies_deep_the_names_lead_on()
    {
        var low = FactBuild.Build(FactBuild.Compile("Low", "namespace Shop; public class Low(ShopDb db) { public Order? Get(int id) => db.Orders.Find(id); }", s_model));
        var facts = FactBuild.Compile("Up", "namespace Shop; public class Up { }", s_model, low);
        Assert.Equal(0, Single(facts, "Shop.Low", "Get").Hops);
    }

    [Fact]
    public void An_interface_says_what_an_internal_implementation_does()
    {
        var fact = Single(
            Below("public interface IOrders { Order? Get(int id); } internal class Orders(ShopDb db) : IOrders { public Order? Get(int id) => db.Orders.Find(id); }"),
            "Shop.IOrders", "Get");
        Assert.Equal("Orders.Get -> Find", fact.Chain);
        Assert.Equal("M:Shop.Orders.Get(System.Int32)", fact.Issuer);
    }

    [Fact]
    public void An_interface_of_another_assembly_is_spoken_for_where_it_is_implemented()
    {
        var abstractions = FactBuild.Build(FactBuild.Compile("Abstractions", "namespace Shop; public interface IOrders { Order? Get(int id); int Count { get; } }", s_model));
        var implementation = FactBuild.Build(FactBuild.Compile(
            "Implementation",
            "namespace Shop; internal class Orders(ShopDb db) : IOrders { Order? IOrders.Get(int id) => db.Orders.Find(id); public int Count => db.Orders.Count(); }",
            s_model, abstractions));
        var above = FactBuild.Compile("Above", "class C { }", s_model, abstractions, implementation);
        Assert.Equal("Orders.Get -> Find", Single(above, "Shop.IOrders", "Get").Chain);
        Assert.Equal("Orders.Count -> Count", Single(above, "Shop.IOrders", "get_Count").Chain);
    }

    [Fact]
    public void Of_several_implementations_the_best_path_is_told_with_their_numbers()
    {
        var fact = Single(
            Below(
                """
                public interface IOrders { Order? Get(int id); }
                internal class Far(Near near) : IOrders { public Order? Get(int id) => near.Get(id); }
                internal class Near(ShopDb db) : IOrders { public Order? Get(int id) => db.Orders.Find(id); }
                internal class Nowhere : IOrders { public Order? Get(int id) => null; }
                """),
            "Shop.IOrders", "Get");
        Assert.Equal(("Near.Get -> Find", 2, 3), (fact.Chain, fact.Leading, fact.All));
    }

    [Fact]
    public void Overrides_speak_for_the_abstract_member()
    {
        var below = Below("public abstract class Base { public abstract Order? Get(int id); } internal class Orders(ShopDb db) : Base { public override Order? Get(int id) => db.Orders.Find(id); }");
        Assert.Equal((1, 1), (Single(below, "Shop.Base", "Get").Leading, Single(below, "Shop.Base", "Get").All));
    }

    [Fact]
    public void Overrides_of_what_implements_an_interface_speak_for_the_interface()
    {
        var below = Below(
            """
            public interface IOrders { Order? Get(int id); }
            internal abstract class Base : IOrders { public abstract Order? Get(int id); }
            internal class Orders(ShopDb db) : Base { public override Order? Get(int id) => db.Orders.Find(id); }
            """);
        Assert.Equal((1, 1), (Single(below, "Shop.IOrders", "Get").Leading, Single(below, "Shop.IOrders", "Get").All));
    }

    [Fact]
    public void A_handler_is_found_by_what_it_handles()
    {
        var below = Below(
            """
            public interface IHandle<T> { void Handle(T message); }
            public class Placed { } public class Shipped { } public class Paid { }
            internal class OnPlaced(ShopDb db) : IHandle<Placed> { public void Handle(Placed message) => db.SaveChanges(); }
            internal class OnShipped : IHandle<Shipped> { public void Handle(Shipped message) { } }
            """);
        var handler = below.GetTypesByMetadataName("Shop.IHandle`1").Single();
        var facts = below.Facts();
        Assert.Equal("OnPlaced.Handle -> SaveChanges", Assert.Single(facts.Of(Handle("Shop.Placed"))).Chain);
        Assert.Empty(facts.Of(Handle("Shop.Shipped")));
        Assert.Empty(facts.Of(Handle("Shop.Paid")));

        // Who does not know what is sent may send anything.
        Assert.Single(facts.Of(handler.GetMembers("Handle").OfType<IMethodSymbol>().Single()));

        IMethodSymbol Handle(string message) =>
            handler.Construct(below.GetTypesByMetadataName(message).Single()).GetMembers("Handle").OfType<IMethodSymbol>().Single();
    }

    [Fact]
    public void A_generic_implementation_speaks_for_every_construction_once()
    {
        var below = Below(
            """
            public interface IRepository<T> where T : class { T? Get(int id); }
            internal class Repository<T>(ShopDb db) : IRepository<T> where T : class { public T? Get(int id) => db.Set<T>().Find(id); }
            internal class OrderRepository(ShopDb db) : Repository<Order>(db) { }
            """);
        var get = below.GetTypesByMetadataName("Shop.IRepository`1").Single().Construct(below.GetTypesByMetadataName("Shop.Order").Single())
            .GetMembers("Get").OfType<IMethodSymbol>().Single();
        Assert.Equal((1, 1), (Assert.Single(below.Facts().Of(get)).Leading, below.Facts().Of(get)[0].All));
    }

    [Fact]
    public void Constructors_properties_and_extensions_are_found_as_they_are_called()
    {
        var below = Below(
            """
            public class Cart { public Cart(ShopDb db) => Total = db.Orders.Count(); public int Total { get; } }
            public static class Extensions { public static Order? First(this ShopDb db, int id) => db.Orders.Find(id); public static void Run(this Order order, Action<int> action) { for (var i = 0; i < order.Id; i++) action(i); } }
            """);
        Assert.Equal("new Cart -> Count", Single(below, "Shop.Cart", ".ctor").Chain);

        var extension = below.Method("Shop.Extensions", "First").ReduceExtensionMethod(below.GetTypesByMetadataName("Shop.ShopDb").Single())!;
        Assert.Single(below.Facts().Of(extension));
        var run = below.Method("Shop.Extensions", "Run").ReduceExtensionMethod(below.GetTypesByMetadataName("Shop.Order").Single())!;
        Assert.Equal(ApiCalls.Each, below.Facts().UseOf(run.Parameters[0]));
    }

    [Fact]
    public void Queries_and_uses_of_delegates_are_told()
    {
        var below = Below(
            """
            public interface IOrders { IQueryable<Order> All(); IEnumerable<Order> Lazy(); List<Order> Now(); void Each(IEnumerable<int> ids, Action<int> action); }
            internal class Orders(ShopDb db) : IOrders
            {
                public IQueryable<Order> All() => db.Orders.Where(o => o.Id > 0);
                public IEnumerable<Order> Lazy() => All().AsEnumerable();
                public List<Order> Now() => All().ToList();
                public void Each(IEnumerable<int> ids, Action<int> action) { foreach (var id in ids) action(id); }
            }
            """);
        var facts = below.Facts();
        Assert.Equal(QueryOriginKind.Query, facts.Returned(below.Method("Shop.IOrders", "All")));
        Assert.Null(facts.Returned(below.Method("Shop.IOrders", "Now")));
        Assert.Equal(ApiCalls.Each, facts.UseOf(below.Method("Shop.IOrders", "Each").Parameters[1]));
        Assert.Null(facts.UseOf(below.Method("Shop.IOrders", "Each").Parameters[0]));
        Assert.Empty(facts.Of(below.Method("Shop.IOrders", "All")));
        Assert.Single(facts.Of(below.Method("Shop.IOrders", "Now")));
    }

    [Fact]
    public void Members_that_nobody_else_can_call_are_not_told()
    {
        const string Source = "namespace Shop; internal class Orders(ShopDb db) { public Order? Get(int id) => db.Orders.Find(id); }";
        Assert.DoesNotContain("Orders.Get", FactBuild.Generate(FactBuild.Compile("A", Source, s_model)), StringComparison.Ordinal);
        Assert.Contains(
            "M:Shop.Orders.Get",
            FactBuild.Generate(FactBuild.Compile("A", ["[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"B\")]", Source], s_model)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_is_sometimes() => Assert.True(
        Single(Below("public class Orders(ShopDb db) { public Order? Get(int id) { if (id > 0) return db.Orders.Find(id); return null; } }"), "Shop.Orders", "Get").IsSometimes);

    [Fact]
    public void A_file_speaks_for_assemblies_that_do_not_speak_for_themselves()
    {
        const string Told = "perffacts\t1\nassembly\tImplementation\ne\tM:Shop.IOrders.Get(System.Int32)\tread\t0\tM:Shop.Orders.Get(System.Int32)\tOrders.Get>Find\n";
        var abstractions = FactBuild.Compile("Abstractions", "namespace Shop; public interface IOrders { Order? Get(int id); }", s_model);
        var get = abstractions.Method("Shop.IOrders", "Get");
        Assert.Empty(abstractions.Facts().Of(get));
        Assert.Equal("Orders.Get -> Find", Assert.Single(abstractions.Facts(Told).Of(get)).Chain);

        // Its own source, and source in sight, say more than a file.
        Assert.Empty(abstractions.Facts(Told.Replace("assembly\tImplementation", "assembly\tAbstractions", StringComparison.Ordinal)).Of(get));
        var seen = FactBuild.Compile(
            "Above", "class C { }", s_model, abstractions.ToMetadataReference(), FactBuild.Compile("Implementation", "public class D { }").ToMetadataReference());
        Assert.Empty(seen.Facts(Told).Of(seen.Method("Shop.IOrders", "Get")));
        Assert.True(seen.Facts(Told).Covers(seen.GetTypesByMetadataName("D").Single().ContainingAssembly));
    }

    [Theory]
    [InlineData("")]
    [InlineData("perffacts\t2\nassembly\tImplementation\ne\tM:Shop.IOrders.Get(System.Int32)\tread\t0\t\tFind")]
    [InlineData("e\tM:Shop.IOrders.Get(System.Int32)\tread\t0\t\tFind")]
    [InlineData("perffacts\t1\ne\tM:Shop.IOrders.Get(System.Int32)\tread\t0\t\tFind")]
    [InlineData("perffacts\t1\nassembly\tX\ne\tM:Shop.IOrders.Get(System.Int32)\tread\tmany\t\tFind\n\0\n")]
    public void A_file_that_is_not_understood_says_nothing(string text)
    {
        var compilation = FactBuild.Compile("Abstractions", "namespace Shop; public interface IOrders { Order? Get(int id); }", s_model);
        Assert.Empty(compilation.Facts(text).Of(compilation.Method("Shop.IOrders", "Get")));
    }

    [Fact]
    public void Attributes_of_anybody_are_survived()
    {
        var hostile = FactBuild.Compile(
            "Hostile",
            """
            using System.Reflection;
            [assembly: AssemblyMetadata("PerfAnalyzers.Facts/1", null)]
            [assembly: AssemblyMetadata("PerfAnalyzers.Facts/1", "e\t\t\t\t\t\n\n#\n\ni\t1\ne\tM:\tread")]
            [assembly: AssemblyMetadata("PerfAnalyzers.Facts/2", "e\tM:A.B\tread\t0\t\tFind")]
            [assembly: AssemblyMetadata("PerfAnalyzers.Facts/1", "e\tM:A.B\tread\t0\t#12\tFind\ne\tM:A.B\tread\t0\t\tFind")]
            public class A { public void B() { } }
            """);
        using var image = new MemoryStream();
        Assert.True(hostile.Emit(image).Success);
        var above = FactBuild.Compile("Above", "class C { }", MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Single(above.Facts().Of(above.Method("A", "B")));
    }

    private static CSharpCompilation Below(string source) =>
        FactBuild.Compile("Above", "class C { }", s_model, FactBuild.Build(FactBuild.Compile("Below", "namespace Shop;\n" + source, s_model)));

    private static UpstreamFact Single(Compilation compilation, string type, string member) =>
        Assert.Single(compilation.Facts().Of(compilation.Method(type, member)));
}
