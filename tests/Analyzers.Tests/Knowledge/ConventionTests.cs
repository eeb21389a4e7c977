using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>What names and shapes say of an abstraction, and when they are asked at all.</summary>
public sealed class ConventionTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks; public class Order { } ";

    [Theory]
    [InlineData("interface IOrderRepository { Task<Order> GetAsync(int id); }", "Read db")]
    [InlineData("interface IRepository<T> { Task<T> GetByIdAsync(int id); }", "Read db")]
    [InlineData("interface IOrderRepository { Order Find(int id); }", "Read db")]
    [InlineData("interface IOrderRepository { ValueTask<bool> ExistsAsync(int id); }", "Read db")]
    [InlineData("interface IOrderRepository { IAsyncEnumerable<Order> ListAsync(); }", "Read db")]
    [InlineData("abstract class OrderRepository { public abstract Task<Order> LoadAsync(int id); }", "Read db")]
    [InlineData("class OrderRepository { public virtual Task<Order> LoadAsync(int id) => null; }", "Read db")]
    [InlineData("interface IOrderRepository { Task AddAsync(Order order); }", "Write db")]
    [InlineData("interface IOrderRepo { Task<Order> GetAsync(int id); }", "Read db")]
    [InlineData("interface IOrderRepo { Task DeleteAsync(int id); }", "Write db")]
    [InlineData("interface IOrderStore { Task<int> CountAsync(string filter); }", "Read db")]
    [InlineData("interface IDatabaseAccess { Task<Order> GetOrderAsync(int id); }", "Read db")]
    [InlineData("interface IOrderRepository { void Save(Order order); }", "Write db")]
    [InlineData("interface IUnitOfWork { Task<int> SaveChangesAsync(); }", "Commit db")]
    [InlineData("interface IUnitOfWork { void Commit(); }", "Commit db")]
    [InlineData("interface IApplicationDbContext { Task<int> SaveChangesAsync(System.Threading.CancellationToken cancellationToken); }", "Commit db")]
    [InlineData("interface IShopContext { int SaveChanges(); }", "Commit db")]
    [InlineData("interface IOrderDao { List<Order> FindAll(); }", "Read db")]
    [InlineData("interface IUserStore { Task<Order> FindAsync(int id); }", "Read db")]
    [InlineData("interface IOrderQueries { Task<Order> GetOrderAsync(int id); }", "Read db")]
    [InlineData("interface IPriceClient { Task<decimal> GetPriceAsync(string sku); }", "Read http")]
    [InlineData("interface IPriceClient { Task Publish(string sku); }", "Remote http")]
    [InlineData("interface IPaymentGateway { Task<bool> CaptureAsync(int id); }", "Remote http")]
    [InlineData("interface IPetApi { Task<Order> Fetch(int id); }", "Remote http")]
    [InlineData("interface IEmailSender { Task SendEmailAsync(string to); }", "Write mail")]
    [InlineData("interface IPriceService { Task<decimal> GetPriceAsync(string sku); }", "Read db")]
    [InlineData("interface IPriceService { Task UpdatePriceAsync(string sku); }", "Write db")]
    [InlineData("interface ICustomerManager { Task<Order> FindAsync(int id); }", "Read db")]
    [InlineData("interface IAmazonSecretsManager { Task<string> DescribeSecretAsync(string id); }", "Remote http")]
    public void A_name_and_shape_that_say_it(string declaration, string expected)
    {
        var fact = FactOf(declaration);

        Assert.Equal(expected, $"{fact?.Effect} {fact?.System}");
    }

    [Theory]
    [InlineData("interface IOrderRepository { Task<Order> Getaway(int id); }")]
    [InlineData("interface IOrderRepository { IQueryable<Order> GetAll(); }")]
    [InlineData("interface IOrderRepository { Task<IQueryable<Order>> GetAllAsync(); }")]
    [InlineData("interface IOrderRepository { void GetReady(); }")]
    [InlineData("interface IOrderRepository { Task GetReadyAsync(); }")]
    [InlineData("interface IOrderRepository { Func<Order> GetFactory(); }")]
    [InlineData("interface IOrderRepository { IOrderRepository GetUntracked(); }")]
    [InlineData("interface IOrderRepository { object GetService(Type type); }")]
    [InlineData("interface IOrderRepository { void Add(Order order); }")]
    [InlineData("interface IOrderRepository { Order Add(Order order); }")]
    [InlineData("interface IOrderRepository { void Update(Order order); }")]
    [InlineData("interface IOrderRepository { Order this[int id] { get; } }")]
    [InlineData("interface IOrderRepository { Order GetNothing { get; } }")]
    [InlineData("interface IOrderRepositoryOptions { Task<Order> GetAsync(int id); }")]
    [InlineData("interface IUserStore { Order Find(int id); }")]
    [InlineData("interface IPriceClient { decimal GetPrice(string sku); }")]
    [InlineData("interface IPriceClient { Task ConnectAsync(); }")]
    [InlineData("interface IRequestContext { Task SaveAsync(); }")]
    [InlineData("interface IPriceService { decimal GetPrice(string sku); }")]
    [InlineData("interface IPriceService { Task<decimal> RoundAsync(decimal price); }")]
    [InlineData("interface IPriceService { Task GetReadyAsync(); }")]
    [InlineData("class OrderRepository { public Task<Order> GetAsync(int id) => null; }")]
    [InlineData("class OrderRepository { public static Task<Order> GetAsync(int id) => null; }")]
    [InlineData("sealed class OrderRepository { public override string ToString() => null; }")]
    public void A_name_or_shape_that_does_not(string declaration) => Assert.Null(FactOf(declaration));

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator", "ExistsAsync")]
    [InlineData("Microsoft.AspNetCore.Identity.IUserPhoneNumberStore`1", "GetPhoneNumberAsync")]
    [InlineData("StackExchange.Redis.IDatabase", "StringGet")]
    public void Libraries_that_a_table_knows_need_no_convention(string type, string member)
    {
        var compilation = Compile("", TestReferences.Libraries);
        var method = compilation.GetTypesByMetadataName(type).Single().GetMembers(member).OfType<IMethodSymbol>().First();

        Assert.Null(new ApiIndex(compilation, []).FindByConvention(method));
    }

    [Fact]
    public void A_project_that_only_declares_a_repository_is_analysed() =>
        Assert.True(new ApiIndex(Compile("public interface IOrderRepository { }", TestReferences.FrameworkOnly), []).IsWorthAnalysing);

    [Fact]
    public void A_project_that_only_uses_a_repository_of_another_is_analysed()
    {
        var domain = Compile("public interface IOrderRepository { }", TestReferences.FrameworkOnly);
        using var image = new MemoryStream();
        Assert.True(domain.Emit(image).Success);

        Assert.True(IsWorthAnalysing(domain.ToMetadataReference()));
        Assert.True(IsWorthAnalysing(MetadataReference.CreateFromImage(image.ToArray())));

        static bool IsWorthAnalysing(MetadataReference reference) => new ApiIndex(Compile("", [.. TestReferences.FrameworkOnly, reference]), []).IsWorthAnalysing;
    }

    [Theory]
    [InlineData("")]
    [InlineData("public interface IOrderService { }")]
    [InlineData("public interface IOrderService { Task<Order> GetAsync(int id); }")]
    [InlineData("public class OrderRepository { }")]
    [InlineData("public interface IOrderRepositoryFactory { }")]
    public void A_project_without_such_an_interface_is_not(string source) =>
        Assert.False(new ApiIndex(Compile(source, TestReferences.FrameworkOnly), []).IsWorthAnalysing);

    [Fact]
    public void Switched_off_they_say_nothing()
    {
        var compilation = Compile("public interface IOrderRepository { Task<Order> GetAsync(int id); }", TestReferences.FrameworkOnly);
        var apis = new ApiIndex(compilation, [], conventions: false);

        Assert.False(apis.IsWorthAnalysing);
        Assert.Null(apis.FindByConvention(compilation.GetTypeByMetadataName("IOrderRepository")!.GetMembers("GetAsync").OfType<IMethodSymbol>().Single()));
    }

    [Fact]
    public void Users_add_their_own() => Assert.Equal(
        ApiEffect.Read, FactOf("interface IPriceLookup { decimal Of(string sku); }", "*Lookup::Of read db")?.Effect);

    [Fact]
    public void A_section_of_the_users_that_is_no_reason_to_look_speaks_where_there_is_another()
    {
        var table = ApiTable.Parse(SourceText.From("[Lookups] alone=no\n*Lookup::Of read db\n"));
        Assert.Empty(table.Problems);

        Assert.False(new ApiIndex(Compile("public interface IPriceLookup { decimal Of(string sku); }", TestReferences.FrameworkOnly), [table]).IsWorthAnalysing);
        Assert.Equal(ApiEffect.Read, FactOf("interface IPriceLookup { decimal Of(string sku); }", "[Lookups] alone=no\n*Lookup::Of read db\n")?.Effect);
    }

    [Fact]
    public void Users_take_one_back() => Assert.Null(
        FactOf("interface IMemoryRepository { Order Get(int id); }", "*MemoryRepository::Get* none"));

    // Several libraries have a session, and what is saved in one waits for the session to save its changes.
    [Theory]
    [InlineData("ISession", "GetAsync", true)]
    [InlineData("ISession", "ExecuteReadAsync", false)]
    [InlineData("ISession", "SaveAsync", false)]
    [InlineData("ISession", "FlushAsync", true)]
    [InlineData("ISugarQueryable", "ToListAsync", true)]
    public void Of_libraries_whose_types_are_called_alike_each_is_asked(string type, string member, bool isCall) =>
        Assert.Equal(isCall, new ApiIndex(Compile("", TestReferences.FrameworkOnly), []).ByName.Find(type, member, isAwaited: true) is not null);

    private static ApiFact? FactOf(string declaration, string userTable = "")
    {
        var compilation = Compile("public " + declaration, TestReferences.FrameworkOnly);
        var method = compilation.Assembly.GlobalNamespace.GetTypeMembers().Single(t => t.Name != "Order").GetMembers().OfType<IMethodSymbol>()
            .First(m => m.MethodKind != MethodKind.Constructor);
        return new ApiIndex(compilation, [ApiTable.Parse(SourceText.From(userTable))]).FindByConvention(method);
    }

    private static CSharpCompilation Compile(string source, IEnumerable<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create("Application", [CSharpSyntaxTree.ParseText(Usings + source)], references, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error));
        return compilation;
    }
}
