using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The cancellation token of those who call is handed on through the functions that become async, where that changes nothing that others see.</summary>
public sealed class TokenFlowTests : RuleTests<SyncOverAsyncAnalyzer, SyncOverAsyncFix>
{
    private const string Client =
        """

        public interface IClient
        {
            Task<int> CountAsync(int id, CancellationToken cancellationToken = default);
            Task UndoAsync(CancellationToken cancellationToken = default);
        }
        """;

    private static Task FixesMembers(string members, string fixedMembers) => FixesFile(
        $"internal class C(IClient client)\n{{\n    static void Use(params object[] o) {{ }}\n{Indented(members)}\n}}\n{Client}",
        $"internal class C(IClient client)\n{{\n    static void Use(params object[] o) {{ }}\n{Indented(fixedMembers)}\n}}\n{Client}");

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? l : "    " + l));

    [Theory]
    [InlineData("Use(client.CountAsync(1).[|Result|]);", "Use(await client.CountAsync(1, stop));")]
    [InlineData("Use(client.CountAsync(id: 1).[|Result|]);", "Use(await client.CountAsync(id: 1, cancellationToken: stop));")]
    [InlineData("Use(client.CountAsync(1).ConfigureAwait(false).GetAwaiter().[|GetResult|]());", "Use(await client.CountAsync(1, stop).ConfigureAwait(false));")]
    [InlineData("Use(client.CountAsync(1, default).[|Result|]);", "Use(await client.CountAsync(1, default));")]
    public Task A_call_that_was_waited_for_gets_the_token_that_is_at_hand(string statement, string fixedStatement) => FixesMembers(
        $"public async Task M(CancellationToken stop)\n{{\n    await Task.Yield();\n    {statement}\n}}",
        $"public async Task M(CancellationToken stop)\n{{\n    await Task.Yield();\n    {fixedStatement}\n}}");

    [Theory]
    [InlineData("catch (InvalidOperationException)")]
    [InlineData("finally")]
    public Task What_is_undone_is_not_cancelled(string clause) => FixesMembers(
        $"public async Task M(CancellationToken stop)\n{{\n    try\n    {{\n        await Task.Delay(1, stop);\n    }}\n    {clause}\n    {{\n        client.UndoAsync().[|Wait|]();\n    }}\n}}",
        $"public async Task M(CancellationToken stop)\n{{\n    try\n    {{\n        await Task.Delay(1, stop);\n    }}\n    {clause}\n    {{\n        await client.UndoAsync();\n    }}\n}}");

    [Fact]
    public Task The_functions_between_get_a_parameter_and_callers_without_a_token_give_none() => FixesMembers(
        """
        public async Task RunAsync(int id, CancellationToken stop)
        {
            await Task.Yield();
            Use(Twice(id), Twice(times: id));
        }

        public async Task OthersAsync()
        {
            await Task.Yield();
            Use(Twice());
        }

        private int Twice(int times = 1, string note = "") => Count(times) * 2;

        private int Count(int id) => client.CountAsync(id).[|Result|];
        """,
        """
        public async Task RunAsync(int id, CancellationToken stop)
        {
            await Task.Yield();
            Use(await Twice(id, stop: stop), await Twice(times: id, stop: stop));
        }

        public async Task OthersAsync()
        {
            await Task.Yield();
            Use(await Twice());
        }

        private async Task<int> Twice(int times = 1, string note = "", CancellationToken stop = default) => await Count(times, stop) * 2;

        private async Task<int> Count(int id, CancellationToken stop = default) => await client.CountAsync(id, stop);
        """);

    // Its name is taken; a token in a finally block is not passed; a function that is only called there has no use for one.
    [Fact]
    public Task The_parameter_has_a_name_of_its_own() => FixesMembers(
        """
        public async Task RunAsync(CancellationToken stop)
        {
            await Task.Yield();
            try
            {
                Use([|Count|](2));
            }
            finally
            {
                Use([|Count|](3));
            }
        }

        private int Count(int id)
        {
            var stop = id + 1;
            return client.CountAsync(stop).[|Result|];
        }
        """,
        """
        public async Task RunAsync(CancellationToken stop)
        {
            await Task.Yield();
            try
            {
                Use(await Count(2, stop));
            }
            finally
            {
                Use(await Count(3));
            }
        }

        private async Task<int> Count(int id, CancellationToken cancellationToken = default)
        {
            var stop = id + 1;
            return await client.CountAsync(stop, cancellationToken);
        }
        """);

    // Overloads, a params array, an interface: others decide how they look. Nobody has a token: there is nothing to hand on.
    [Theory]
    [InlineData("int id", "1", "private int Count(string text) => text.Length;", "stop")]
    [InlineData("params int[] id", "1, 2", "private int Other() => 1;", "stop")]
    [InlineData("int id", "1", "private int Other() => 1;", "stop, CancellationToken other")]
    public Task Nothing_is_handed_on_where_it_is_not_safe(string parameters, string arguments, string other, string tokens) => FixesMembers(
        $"public async Task RunAsync(CancellationToken {tokens})\n{{\n    await Task.Yield();\n    Use([|Count|]({arguments}));\n}}\n\nprivate int Count({parameters}) => client.CountAsync(7).[|Result|];\n\n{other}",
        $"public async Task RunAsync(CancellationToken {tokens})\n{{\n    await Task.Yield();\n    Use(await Count({arguments}));\n}}\n\nprivate async Task<int> Count({parameters}) => await client.CountAsync(7);\n\n{other}");

    [Fact]
    public async Task A_request_that_nobody_waits_for_stops_the_query_behind_it()
    {
        const string Members =
            """
                private int Lines(int id) => db.OrderLines.CountAsync(l => l.OrderId == id).Result;

                private async Task<object> AskAsync(int id, CancellationToken stop)
                {
                    await Task.Yield();
                    try
                    {
                        return Lines(id);
                    }
                    catch (OperationCanceledException)
                    {
                        return "cancelled";
                    }
                }

            """;
        var file = Entry.Body("Use(await AskAsync(3, default), await AskAsync(4, new CancellationToken(true)));").Replace("{\n    public", "{\n" + Members + "    public", StringComparison.Ordinal);
        var (before, after) = await BeforeAndAfter.RunBothAsync<SyncOverAsyncAnalyzer, SyncOverAsyncFix>(file);
        Assert.StartsWith("3, 4\n", before, StringComparison.Ordinal);
        Assert.StartsWith("3, cancelled\n", after, StringComparison.Ordinal);
    }
}
