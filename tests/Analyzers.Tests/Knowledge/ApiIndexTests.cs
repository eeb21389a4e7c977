using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>Which line counts for a member, and which sections for a compilation.</summary>
public sealed class ApiIndexTests
{
    [Theory]
    [InlineData("Get*", "GetAsync", true)]
    [InlineData("Get*", "Get", true)]
    [InlineData("Get*", "Getaway", false)]
    [InlineData("Get*", "TargetAsync", false)]
    [InlineData("*Async", "GetAsync", true)]
    [InlineData("*Async", "GetAsyncLock", false)]
    [InlineData("*Repository", "IOrderRepository", true)]
    [InlineData("*Repository", "Repository", true)]
    [InlineData("*Repository", "IMicrorepository", false)]
    [InlineData("Get*Async", "GetObjectAsync", true)]
    [InlineData("Get*Async", "GetAsync", true)]
    [InlineData("*", "anything", true)]
    public void A_star_is_whole_words(string pattern, string name, bool matches) => Assert.Equal(matches, NamePattern.Matches(pattern, name));

    [Theory]
    [InlineData("(StackExchange.Redis.IDatabase database) => database.StringGet(\"k\")", "Read cache StringGetAsync")]
    [InlineData("(StackExchange.Redis.IDatabase database) => database.GeoHash(\"k\", \"m\")", "Write cache GeoHashAsync")]
    [InlineData("(StackExchange.Redis.IDatabase database) => database.StringGetAsync(\"k\")", "Read cache ")]
    [InlineData("(StackExchange.Redis.IDatabase database) => database.CreateBatch()", "None  ")]
    [InlineData("(StackExchange.Redis.IBatch batch) => batch.StringSetAsync(\"k\", \"v\")", "None  ")]
    [InlineData("(StackExchange.Redis.ITransaction transaction) => transaction.StringSetAsync(\"k\", \"v\")", "None  ")]
    [InlineData("(StackExchange.Redis.ITransaction transaction) => transaction.Execute()", "Write cache ExecuteAsync")]
    [InlineData("(Amazon.S3.IAmazonS3 s3) => s3.GetObjectAsync(\"b\", \"k\")", "Read blob ")]
    [InlineData("(Amazon.S3.IAmazonS3 s3) => s3.GetPreSignedURL(null)", "")]
    [InlineData("(Marten.IQuerySession session) => session.LoadAsync<object>(1)", "Read db ")]
    [InlineData("(System.Net.Http.HttpClient client) => client.GetStringAsync(\"u\")", "Read http ")]
    [InlineData("(System.Net.Mail.SmtpClient client) => client.Send(null!)", "Write mail SendMailAsync")]
    public void Calls_on_a_receiver(string call, string expected)
    {
        var (apis, method, receiver) = Bind("using System.Net.Mail; class C { Delegate D = " + call + "; }");
        var fact = apis.Find(method, receiver);

        Assert.Equal(expected, fact is null ? "" : $"{fact.Effect} {fact.System} {fact.AsyncTwin}");
    }

    [Fact]
    public void A_pattern_on_an_interface_is_about_the_names_that_this_has()
    {
        var (apis, _, _) = Bind("class C { Delegate D = (StackExchange.Redis.IDatabase database) => database.GeoHash(\"k\", \"m\"); }");

        Assert.True(apis.MayHaveTwin("GeoHash"));
        Assert.False(apis.MayHaveTwin("Microsoft"));
    }

    [Fact]
    public void Generated_grpc_clients_are_calls()
    {
        var (apis, method, _) = Bind("""
            class Greeter : Grpc.Core.ClientBase<Greeter>
            {
                protected override Greeter NewInstance(ClientBaseConfiguration configuration) => this;
                public virtual string SayHello(string name) => name;
            }
            class C { Delegate D = (Greeter greeter) => greeter.SayHello("x"); }
            """);

        Assert.Equal((ApiEffect.Remote, "grpc"), (apis.Find(method)!.Effect, apis.Find(method)!.System));
    }

    [Fact]
    public void Members_with_the_attribute_of_a_library_are_calls()
    {
        var (apis, method, _) = Bind("""
            interface IOrders
            {
                [Refit.Get("/orders/{id}")] Task<string> Of(int id);
                Task<string> Local(int id) => Of(id);
            }
            class C { Delegate D = (IOrders orders) => orders.Of(3); }
            """);

        Assert.Equal((ApiEffect.Read, "http"), (apis.Find(method)!.Effect, apis.Find(method)!.System));
        Assert.Null(apis.Find(method.ContainingType.GetMembers("Local").Single()));
    }

    [Fact]
    public void Dispatch_names_its_handlers()
    {
        var (apis, method, _) = Bind("class C { Delegate D = (Mediator.IPublisher publisher) => publisher.Publish(new object()); }");

        Assert.Equal("Mediator.INotificationHandler`1", Assert.Single(apis.Find(method)!.Handlers));
    }

    [Fact]
    public void MediatR_dispatches_to_handlers_of_both_kinds()
    {
        var (apis, method, _) = Bind("""
            class Ping : MediatR.IRequest<int> { }
            class C { Delegate D = (MediatR.IMediator mediator) => mediator.Send(new Ping()); }
            """);

        Assert.Equal("MediatR.IRequestHandler`2 MediatR.IRequestHandler`1", string.Join(" ", apis.Find(method)!.Handlers));
    }

    [Fact]
    public void The_users_line_beats_the_built_in_one()
    {
        var (apis, method, receiver) = Bind(
            "class C { Delegate D = (StackExchange.Redis.IDatabase database) => database.StringGet(\"k\"); }", "StackExchange.Redis.IDatabase::StringGet none");

        Assert.Equal(ApiEffect.None, apis.Find(method, receiver)!.Effect);
    }

    [Theory]
    [InlineData("class C { object M() => new System.Net.Http.HttpClient(); }", true)]
    [InlineData("using System.Net.Http;", false)]
    [InlineData("using System.Net.Mail;", true)]
    [InlineData("using System.IO;", false)]
    [InlineData("using Microsoft.Extensions.Caching.Distributed;", true)]
    public void A_mention_or_a_namespace_makes_a_compilation_worth_analysing(string source, bool worth)
    {
        var compilation = CSharpCompilation.Create("Test", [CSharpSyntaxTree.ParseText(source)], TestReferences.FrameworkOnly);

        Assert.Equal(worth, new ApiIndex(compilation, []).IsWorthAnalysing);
    }

    // The last call of the source, with what it is called on.
    private static (ApiIndex Apis, IMethodSymbol Method, ITypeSymbol? Receiver) Bind(string source, string userTable = "")
    {
        var tree = CSharpSyntaxTree.ParseText("using System; using System.Threading.Tasks; " + source);
        var compilation = CSharpCompilation.Create("Test", [tree], [.. TestReferences.Libraries, .. LibraryStubs.Contracts], new(OutputKind.DynamicallyLinkedLibrary));
        var call = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Last();
        var model = compilation.GetSemanticModel(tree);
        var method = Assert.IsAssignableFrom<IMethodSymbol>(model.GetSymbolInfo(call).Symbol);
        return (new(compilation, [ApiTable.Parse(SourceText.From(userTable))]), method, model.GetTypeInfo(((MemberAccessExpressionSyntax)call.Expression).Expression).Type);
    }
}
