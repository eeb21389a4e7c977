using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>What a thread waited for is awaited, and the functions that lead there become async.</summary>
public sealed class SyncOverAsyncFixTests : RuleTests<SyncOverAsyncAnalyzer, SyncOverAsyncFix>
{
    private const string Client =
        """

        public interface IClient
        {
            Task<List<int>> LoadAsync();
            Task SaveAsync();
            ValueTask<int> NextAsync();
        }
        """;

    private static Task FixesMember(string member, string fixedMember) => FixesFile(
        $"public class C(IClient client, object gate)\n{{\n    static void Use(object o) {{ }}\n{Indented(member)}\n}}\n{Client}",
        $"public class C(IClient client, object gate)\n{{\n    static void Use(object o) {{ }}\n{Indented(fixedMember)}\n}}\n{Client}");

    private static Task RefusesMember(string member) => FixesMember(member, member);

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? l : "    " + l));

    [Theory]
    [InlineData("Use(client.LoadAsync().[|Result|]);", "Use(await client.LoadAsync());")]
    [InlineData("Use(client.LoadAsync().[|Result|].Count);", "Use((await client.LoadAsync()).Count);")]
    [InlineData("Use(client.LoadAsync().[|Result|][0]);", "Use((await client.LoadAsync())[0]);")]
    [InlineData("Use(client.LoadAsync().GetAwaiter().[|GetResult|]());", "Use(await client.LoadAsync());")]
    [InlineData("Use(client.NextAsync().AsTask().[|Result|]);", "Use(await client.NextAsync().AsTask());")]
    [InlineData("client.SaveAsync().[|Wait|](); // now", "await client.SaveAsync(); // now")]
    [InlineData("var t = client.SaveAsync(); t.[|Wait|]();", "var t = client.SaveAsync(); await t;")]
    [InlineData("Task.[|WaitAll|](client.SaveAsync(), client.LoadAsync());", "await Task.WhenAll(client.SaveAsync(), client.LoadAsync());")]
    [InlineData("if (client.LoadAsync().[|Result|].Count > 0) Use(1);", "if ((await client.LoadAsync()).Count > 0) Use(1);")]
    [InlineData("foreach (var i in client.LoadAsync().[|Result|]) Use(i);", "foreach (var i in await client.LoadAsync()) Use(i);")]
    [InlineData("var n = -client.NextAsync().[|Result|];", "var n = -await client.NextAsync();")]
    public Task In_an_async_method_it_is_awaited_in_place(string statement, string fixedStatement) => FixesMember(
        $"public async Task M()\n{{\n    await Task.Yield();\n    {statement}\n}}",
        $"public async Task M()\n{{\n    await Task.Yield();\n    {fixedStatement}\n}}");

    [Fact]
    public Task ConfigureAwait_is_added_where_the_file_has_it_everywhere() => FixesMember(
        "public async Task M()\n{\n    await client.SaveAsync().ConfigureAwait(false);\n    Use(client.LoadAsync().[|Result|]);\n}",
        "public async Task M()\n{\n    await client.SaveAsync().ConfigureAwait(false);\n    Use(await client.LoadAsync().ConfigureAwait(false));\n}");

    [Theory]
    [InlineData("return Task.FromResult(n);", "return n;")]
    [InlineData("return Task.FromResult(n > 0 ? n : -n);", "return n > 0 ? n : -n;")]
    [InlineData("return OtherAsync();", "return await OtherAsync();")]
    [InlineData("return n > 0 ? Task.FromResult(n) : OtherAsync();", "return n > 0 ? n : await OtherAsync();")]
    public Task A_method_that_returns_a_task_becomes_async(string statement, string fixedStatement) => FixesMember(
        $"public Task<int> M()\n{{\n    var n = client.LoadAsync().[|Result|].Count;\n    {statement}\n}}\n\nprivate Task<int> OtherAsync() => Task.FromResult(1);",
        $"public async Task<int> M()\n{{\n    var n = (await client.LoadAsync()).Count;\n    {fixedStatement}\n}}\n\nprivate Task<int> OtherAsync() => Task.FromResult(1);");

    [Theory]
    [InlineData("return new(n);", "return n;")]
    [InlineData("return new ValueTask<int>(n);", "return n;")]
    [InlineData("return new ValueTask<int>(OtherAsync());", "return await OtherAsync();")]
    [InlineData("return new(OtherAsync());", "return await OtherAsync();")]
    [InlineData("return ValueTask.FromResult(n);", "return n;")]
    [InlineData("return default;", "return default;")]
    [InlineData("return n > 0 ? new ValueTask<int>(n) : client.NextAsync();", "return n > 0 ? n : await client.NextAsync();")]
    public Task A_method_that_returns_a_value_task_becomes_async(string statement, string fixedStatement) => FixesMember(
        $"public ValueTask<int> M()\n{{\n    var n = client.LoadAsync().[|Result|].Count;\n    {statement}\n}}\n\nprivate Task<int> OtherAsync() => Task.FromResult(1);",
        $"public async ValueTask<int> M()\n{{\n    var n = (await client.LoadAsync()).Count;\n    {fixedStatement}\n}}\n\nprivate Task<int> OtherAsync() => Task.FromResult(1);");

    [Theory]
    [InlineData("return n switch { 0 => Task.FromResult(n), 1 => throw new InvalidOperationException(), _ => OtherAsync() };", "return n switch { 0 => n, 1 => throw new InvalidOperationException(), _ => await OtherAsync() };")]
    [InlineData("return _last ?? OtherAsync();", "return await (_last ?? OtherAsync());")]
    public Task Each_task_of_a_choice_is_taken_apart(string statement, string fixedStatement) => FixesMember(
        $"private Task<int>? _last;\n\npublic Task<int> M()\n{{\n    var n = client.LoadAsync().[|Result|].Count;\n    {statement}\n}}\n\nprivate Task<int> OtherAsync() => Task.FromResult(1);",
        $"private Task<int>? _last;\n\npublic async Task<int> M()\n{{\n    var n = (await client.LoadAsync()).Count;\n    {fixedStatement}\n}}\n\nprivate Task<int> OtherAsync() => Task.FromResult(1);");

    [Theory]
    [InlineData("    return default;\n", "")]
    [InlineData("    return new ValueTask();\n", "")]
    [InlineData("    return default; // nothing is left to do\n", "    return; // nothing is left to do\n")]
    [InlineData("    return new ValueTask(client.SaveAsync());\n", "    await client.SaveAsync();\n")]
    public Task A_method_that_returns_a_value_task_of_nothing_becomes_async(string end, string fixedEnd) => FixesMember(
        $"public ValueTask M()\n{{\n    Use(client.LoadAsync().[|Result|].Count);\n{end}}}",
        $"public async ValueTask M()\n{{\n    Use((await client.LoadAsync()).Count);\n{fixedEnd}}}");

    [Theory]
    [InlineData("    if (n > 0)\n    {\n        return client.SaveAsync();\n    }\n\n    return Task.CompletedTask;\n", "    if (n > 0)\n    {\n        await client.SaveAsync();\n        return;\n    }\n")]
    [InlineData("    if (n > 0)\n        return Task.CompletedTask;\n\n    return client.SaveAsync();\n", "    if (n > 0)\n        return;\n\n    await client.SaveAsync();\n")]
    public Task A_method_that_returns_a_task_of_nothing_becomes_async(string end, string fixedEnd) => FixesMember(
        $"public Task M()\n{{\n    var n = client.LoadAsync().[|Result|].Count;\n{end}}}",
        $"public async Task M()\n{{\n    var n = (await client.LoadAsync()).Count;\n{fixedEnd}}}");

    // By that name, a task of the program may be at work still.
    [Fact]
    public Task Only_the_framework_has_a_task_that_is_completed() => FixesMember(
        "private sealed class Work { public Task CompletedTask { get; } = Task.Delay(1); }\n\nprivate readonly Work _work = new();\n\npublic Task M()\n{\n    Use(client.LoadAsync().[|Result|].Count);\n    return _work.CompletedTask;\n}",
        "private sealed class Work { public Task CompletedTask { get; } = Task.Delay(1); }\n\nprivate readonly Work _work = new();\n\npublic async Task M()\n{\n    Use((await client.LoadAsync()).Count);\n    await _work.CompletedTask;\n}");

    [Fact]
    public Task An_expression_becomes_an_await() => FixesMember(
        "public Task<int> M() => Task.FromResult(client.LoadAsync().[|Result|].Count);",
        "public async Task<int> M() => (await client.LoadAsync()).Count;");

    [Fact]
    public Task A_private_method_becomes_async_with_its_callers() => FixesMember(
        """
        public async Task RunAsync()
        {
            await Task.Yield();
            Use(Twice() + Count());
        }

        private int Twice() => Count() * 2;

        private int Count()
        {
            return client.LoadAsync().{|PERF2001:Result|}.Count;
        }
        """.Replace("Count());", "[|Count|]());", StringComparison.Ordinal),
        """
        public async Task RunAsync()
        {
            await Task.Yield();
            Use(await Twice() + await Count());
        }

        private async Task<int> Twice() => await Count() * 2;

        private async Task<int> Count()
        {
            return (await client.LoadAsync()).Count;
        }
        """);

    [Fact]
    public async Task The_whole_chain_becomes_async_up_to_the_handler()
    {
        var test = new CodeFixTest<SyncOverAsyncAnalyzer, SyncOverAsyncFix>
        {
            TestCode =
                """
                using System;
                using System.Threading.Tasks;

                Console.WriteLine(new ReportController(new Reports(new Store())).Get(1));

                internal class ReportController(IReports reports)
                {
                    public string Get(int id) => reports.Title(id) + reports.Title(id + 1).Trim();
                }

                internal interface IReports
                {
                    string Title(int id);
                }

                internal class Reports(Store store) : IReports
                {
                    public string Title(int id)
                    {
                        store.Touch();
                        return store.LoadAsync(id).[|Result|];
                    }
                }

                internal class Empty : IReports
                {
                    public string Title(int id) => "";
                }

                internal class Store
                {
                    public async Task<string> LoadAsync(int id)
                    {
                        await Task.Yield();
                        return id.ToString();
                    }

                    public void Touch()
                    {
                    }
                }
                """,
            OutputKind = OutputKind.ConsoleApplication,
        };
        test.FixedCode = test.Projects[0].Sources[0].Text;
        await test.RunAsync();
    }

    [Fact]
    public async Task Interfaces_and_their_implementations_change_together_across_files()
    {
        var test = new CodeFixTest<SyncOverAsyncAnalyzer, SyncOverAsyncFix>
        {
            TestCode =
                """
                internal class Reports(Store store) : IReports
                {
                    public string Title(int id)
                    {
                        return store.LoadAsync(id).[|Result|];
                    }
                }

                internal class Store
                {
                    public async System.Threading.Tasks.Task<string> LoadAsync(int id)
                    {
                        await System.Threading.Tasks.Task.Yield();
                        return id.ToString();
                    }
                }

                """,
            FixedCode =
                """
                using System.Threading.Tasks;

                internal class Reports(Store store) : IReports
                {
                    public async Task<string> Title(int id)
                    {
                        return await store.LoadAsync(id);
                    }
                }

                internal class Store
                {
                    public async System.Threading.Tasks.Task<string> LoadAsync(int id)
                    {
                        await System.Threading.Tasks.Task.Yield();
                        return id.ToString();
                    }
                }

                """,
            Title = "Make 'Title' and its callers async, 3 functions in all (review)",
        };
        test.FixedSources.Add("IReports.cs", "using System.Threading.Tasks;\n\ninternal interface IReports\n{\n    Task<string> Title(int id);\n}\n\ninternal class Empty : IReports\n{\n    public async Task<string> Title(int id) => \"\" + id;\n}\n\ninternal class Page(IReports reports)\n{\n    public async Task<string> ShowAsync(int id)\n    {\n        await Task.Yield();\n        return (await reports.Title(id)).Trim();\n    }\n}\n");
        test.Sources.Add(new("IReports.cs", "using System.Threading.Tasks;\n\ninternal interface IReports\n{\n    string Title(int id);\n}\n\ninternal class Empty : IReports\n{\n    public string Title(int id) => \"\" + id;\n}\n\ninternal class Page(IReports reports)\n{\n    public async Task<string> ShowAsync(int id)\n    {\n        await Task.Yield();\n        return reports.Title(id).Trim();\n    }\n}\n"));
        await test.RunAsync();
    }

    private const string Library =
        """
        public class Reports(Store store)
        {
            public string Title(int id)
            {
                return store.LoadAsync(id).[|Result|];
            }
        }

        public class Store
        {
            public async Task<string> LoadAsync(int id)
            {
                await Task.Yield();
                return id.ToString();
            }
        }

        """;

    [Fact]
    public async Task A_library_that_a_program_is_made_of_changes_with_it()
    {
        var test = InLibrary("Shop.Web", option: null, isRefused: false);
        static string Program(string title) => $"Console.WriteLine(await new Page(new(new())).TitleAsync());\n\ninternal class Page(Reports reports)\n{{\n    public async Task<string> TitleAsync()\n    {{\n        await Task.Yield();\n        return {title}.Trim();\n    }}\n}}\n";
        test.Projects[1].Sources.Add(new("Program.cs", Program("reports.Title(1)")));
        test.FixedSources.Add("Program.cs", Program("(await reports.Title(1))"));
        test.Title = "Make 'Title' async and await it; changes public members of 'Test' (review)";
        await test.RunAsync();
    }

    [Fact]
    public Task A_handler_is_called_by_its_framework()
    {
        var test = InLibrary("Shop.Web", option: null, isRefused: false);
        test.Projects[0].Sources.RemoveAll(file => file.Path == "Test0.cs");
        test.Projects[0].References = test.Projects[1].References = TestReferences.Libraries;
        static string Controller(string returns, string title) => $"public class ReportsController(Store store) : Microsoft.AspNetCore.Mvc.ControllerBase\n{{\n    public {returns} Title(int id) => {title};\n}}\n\npublic class Store\n{{\n    public async Task<string> LoadAsync(int id)\n    {{\n        await Task.Yield();\n        return id.ToString();\n    }}\n}}\n";
        test.TestCode = Controller("string", "store.LoadAsync(id).[|Result|]");
        test.FixedCode = Controller("async Task<string>", "await store.LoadAsync(id)");
        test.Projects[1].Sources.Add(new("Program.cs", "Console.WriteLine(\"\");\n"));
        test.Title = "Make 'Title' async and await it (review)";
        return test.RunAsync();
    }

    // What is there to test a library or to show it does not say that nobody else calls it, and who says so is believed.
    [Theory]
    [InlineData("Shop.Sample", null, true)]
    [InlineData("Shop.Tests", null, true)]
    [InlineData("Shop.Web", "false", true)]
    [InlineData("Shop.Web", "auto", false)]
    [InlineData("Shop.Tests", "true", false)]
    public Task Another_is_public_for_everybody(string program, string? option, bool isRefused)
    {
        var test = InLibrary(program, option, isRefused);
        test.Projects[1].Sources.Add(new("Program.cs", "Console.WriteLine(\"\");\n"));
        return test.RunAsync();
    }

    private static CodeFixTest<SyncOverAsyncAnalyzer, SyncOverAsyncFix> InLibrary(string program, string? option, bool isRefused)
    {
        const string Usings = "global using System;\nglobal using System.Threading.Tasks;\n";
        var test = new CodeFixTest<SyncOverAsyncAnalyzer, SyncOverAsyncFix>
        {
            TestCode = Library,
            FixedCode = isRefused ? Library : Library.Replace("public string Title", "public async Task<string> Title", StringComparison.Ordinal).Replace("return store.LoadAsync(id).[|Result|];", "return await store.LoadAsync(id);", StringComparison.Ordinal),
            EditorConfig = option is null ? null : $"root = true\n[*.cs]\nperfanalyzers.change_public_api = {option}\n",
            Sources = { new("Usings.cs", Usings) },
        };
        test.Projects.Add(new(program)
        {
            OutputKind = OutputKind.ConsoleApplication,
            ProjectReferences = { "Test" },
            Sources = { new("ProgramUsings.cs", Usings) },
            References = program == "Shop.Tests" ? [.. TestReferences.All, MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location)] : TestReferences.All,
        });
        return test;
    }

    [Theory]
    [InlineData("public int M() => client.LoadAsync().[|Result|].Count;")]
    [InlineData("public async Task M()\n{\n    await Task.Yield();\n    lock (gate)\n    {\n        client.SaveAsync().[|Wait|]();\n    }\n}")]
    [InlineData("public async Task M()\n{\n    await Task.Yield();\n    client.SaveAsync().[|Wait|](1000);\n}")]
    [InlineData("public async Task M()\n{\n    await Task.Yield();\n    try\n    {\n        client.SaveAsync().[|Wait|]();\n    }\n    catch (AggregateException)\n    {\n    }\n}")]
    [InlineData("public async Task M()\n{\n    await Task.Yield();\n    Span<int> few = new int[2];\n    few[0] = client.LoadAsync().[|Result|].Count;\n}")]
    [InlineData("private int N => client.LoadAsync().[|Result|].Count;")]
    [InlineData("private IEnumerable<int> M()\n{\n    yield return client.LoadAsync().[|Result|].Count;\n}")]
    [InlineData("private void M(out int n) => n = client.LoadAsync().[|Result|].Count;")]
    [InlineData("private void M() => Use(client.LoadAsync().[|Result|]);\n\nprivate Action Later() => M;")]
    [InlineData("private int M() => client.LoadAsync().[|Result|].Count;\n\nprivate int N => M();")]
    [InlineData("public override string ToString() => client.LoadAsync().[|Result|].ToString()!;")]
    [InlineData("public async Task M()\n{\n    await Task.Yield();\n    Action a = () => client.SaveAsync().[|Wait|]();\n    a();\n}")]
    [InlineData("public async Task M()\n{\n    await Task.Yield();\n    Monitor.Enter(gate);\n    try\n    {\n        client.SaveAsync().[|Wait|]();\n    }\n    finally\n    {\n        Monitor.Exit(gate);\n    }\n}")]
    [InlineData("private void M() => Use(client.LoadAsync().[|Result|]);\n\nprivate void N()\n{\n    using var scope = new System.Transactions.TransactionScope();\n    M();\n    scope.Complete();\n}")]
    [InlineData("private void M() => Use(client.LoadAsync().[|Result|]);\n\nprivate void N()\n{\n    Monitor.Enter(gate);\n    M();\n    Monitor.Exit(gate);\n}")]
    public Task Is_refused_where_an_await_cannot_stand_or_callers_are_out_of_sight(string member) => RefusesMember(member);

    // What a task has thrown is in an AggregateException when a thread waits for it, and is not when it is awaited.
    [Theory]
    [InlineData("catch (Exception e) { Use(e.InnerException!.Message); }")]
    [InlineData("catch (Exception e) { if (e is AggregateException many) Use(many.Flatten()); }")]
    [InlineData("catch (Exception e) when (e.InnerException is InvalidOperationException) { }")]
    [InlineData("catch (Exception e) when (e is { InnerException: InvalidOperationException }) { }")]
    [InlineData("catch (Exception e) { Use(e.GetBaseException()); }")]
    [InlineData("catch (InvalidOperationException) { } catch (System.AggregateException e) { Use(e); }")]
    public async Task A_handler_that_looks_into_AggregateException_keeps_the_wait(string handler)
    {
        await RefusesMember($"public async Task M()\n{{\n    await Task.Yield();\n    try {{ client.SaveAsync().[|Wait|](); }} {handler}\n}}");
        await RefusesMember($"public async Task M()\n{{\n    await Task.Yield();\n    try {{ Task.[|WaitAll|](client.SaveAsync(), client.LoadAsync()); }} {handler}\n}}");
        await RefusesMember($"private int Count() => client.LoadAsync().[|Result|].Count;\n\nprivate void M()\n{{\n    try {{ Use(Count()); }} {handler}\n}}");
    }

    [Theory]
    [InlineData("try { client.SaveAsync().[|Wait|](); } catch (Exception e) { Use(e.Message); }", "try { await client.SaveAsync(); } catch (Exception e) { Use(e.Message); }")]
    [InlineData("try { client.SaveAsync().[|Wait|](); } catch (InvalidOperationException e) { Use(e.InnerException!); }", "try { await client.SaveAsync(); } catch (InvalidOperationException e) { Use(e.InnerException!); }")]
    [InlineData("try { client.SaveAsync().GetAwaiter().[|GetResult|](); } catch (Exception e) { Use(e.InnerException!); }", "try { await client.SaveAsync(); } catch (Exception e) { Use(e.InnerException!); }")]
    [InlineData("try { client.SaveAsync().GetAwaiter().[|GetResult|](); } catch (AggregateException) { }", "try { await client.SaveAsync(); } catch (AggregateException) { }")]
    [InlineData("try { Use(client.NextAsync().[|Result|]); } catch (Exception e) { Use(e.InnerException!); }", "try { Use(await client.NextAsync()); } catch (Exception e) { Use(e.InnerException!); }")]
    [InlineData("try { Use(1); } catch (Exception e) { Use(e.InnerException!); client.SaveAsync().[|Wait|](); }", "try { Use(1); } catch (Exception e) { Use(e.InnerException!); await client.SaveAsync(); }")]
    public Task A_handler_that_gets_the_same_exception_does_not(string statement, string fixedStatement) => FixesMember(
        $"public async Task M()\n{{\n    await Task.Yield();\n    {statement}\n}}",
        $"public async Task M()\n{{\n    await Task.Yield();\n    {fixedStatement}\n}}");

    // What is returned out of a try fails at the caller, and what is awaited there would be handled.
    [Theory]
    [InlineData("try\n    {\n        return OtherAsync(n);\n    }\n    catch (InvalidOperationException)\n    {\n        return Task.FromResult(0);\n    }")]
    [InlineData("try\n    {\n        return n > 0 ? Task.FromResult(n) : OtherAsync(n);\n    }\n    catch\n    {\n        throw;\n    }")]
    [InlineData("try\n    {\n        return Task.FromException<int>(new InvalidOperationException());\n    }\n    catch (InvalidOperationException)\n    {\n        return Task.FromResult(0);\n    }")]
    [InlineData("lock (gate)\n    {\n        return OtherAsync(n);\n    }")]
    [InlineData("Monitor.Enter(gate);\n    try\n    {\n        return OtherAsync(n);\n    }\n    finally\n    {\n        Monitor.Exit(gate);\n    }")]
    public Task A_task_that_is_returned_where_it_must_not_be_awaited_keeps_the_wait(string end) => RefusesMember(
        $"public Task<int> M()\n{{\n    var n = client.LoadAsync().[|Result|].Count;\n    {end}\n}}\n\nprivate Task<int> OtherAsync(int n) => Task.FromResult(n);");

    [Theory]
    [InlineData("try\n    {\n        return Task.FromResult(n);\n    }\n    catch (InvalidOperationException)\n    {\n        return OtherAsync(n);\n    }", "try\n    {\n        return n;\n    }\n    catch (InvalidOperationException)\n    {\n        return await OtherAsync(n);\n    }")]
    [InlineData("try\n    {\n        return OtherAsync(n);\n    }\n    finally\n    {\n        Use(n);\n    }", "try\n    {\n        return await OtherAsync(n);\n    }\n    finally\n    {\n        Use(n);\n    }")]
    public Task A_task_that_is_returned_past_every_handler_is_awaited(string end, string fixedEnd) => FixesMember(
        $"public Task<int> M()\n{{\n    var n = client.LoadAsync().[|Result|].Count;\n    {end}\n}}\n\nprivate Task<int> OtherAsync(int n) => Task.FromResult(n);",
        $"public async Task<int> M()\n{{\n    var n = (await client.LoadAsync()).Count;\n    {fixedEnd}\n}}\n\nprivate Task<int> OtherAsync(int n) => Task.FromResult(n);");

    private const string Stack =
        """


        private static int Sum(ReadOnlySpan<char> text, int n) => text.Length + n;

        private static Scope Begin() => default;

        private ref int First() => ref (new int[1])[0];

        private ref struct Scope : IDisposable
        {
            public int More(int n) => n;

            public void Dispose()
            {
            }
        }
        """;

    // The compiler says that these cannot be kept when it writes the program, and not before.
    [Theory]
    [InlineData("Use(Sum(text.AsSpan(), client.LoadAsync().[|Result|].Count));")]
    [InlineData("Use(Sum(text, client.LoadAsync().[|Result|].Count));")]
    [InlineData("Use(text.AsSpan().Slice(client.LoadAsync().[|Result|].Count).Length);")]
    [InlineData("Use(Begin().More(client.LoadAsync().[|Result|].Count));")]
    [InlineData("First() = client.LoadAsync().[|Result|].Count;")]
    [InlineData("Use(string.Create(null, $\"{client.LoadAsync().[|Result|]}\"));")]
    [InlineData("using (Begin()) client.SaveAsync().[|Wait|]();")]
    [InlineData("using (new Lock().EnterScope())\n    {\n        client.SaveAsync().[|Wait|]();\n    }")]
    public Task What_lives_on_the_stack_is_not_kept_across_an_await(string statement) =>
        RefusesMember($"public async Task M(string text)\n{{\n    await Task.Yield();\n    {statement}\n}}{Stack}");

    [Theory]
    [InlineData("Use(Sum(text.AsSpan(), 1) + client.LoadAsync().[|Result|].Count);", "Use(Sum(text.AsSpan(), 1) + (await client.LoadAsync()).Count);")]
    [InlineData("Use(text.AsSpan()[0] + First() + client.LoadAsync().[|Result|].Count);", "Use(text.AsSpan()[0] + First() + (await client.LoadAsync()).Count);")]
    [InlineData("Use(Sum(n: client.LoadAsync().[|Result|].Count, text: text));", "Use(Sum(n: (await client.LoadAsync()).Count, text: text));")]
    [InlineData("Use(text.AsSpan() switch { \"a\" => client.LoadAsync().[|Result|].Count, _ => 0 });", "Use(text.AsSpan() switch { \"a\" => (await client.LoadAsync()).Count, _ => 0 });")]
    [InlineData("Use($\"{text} {client.LoadAsync().[|Result|].Count}\");", "Use($\"{text} {(await client.LoadAsync()).Count}\");")]
    [InlineData("using (Begin()) Use(text);\n    client.SaveAsync().[|Wait|]();", "using (Begin()) Use(text);\n    await client.SaveAsync();")]
    public Task What_is_needed_no_more_may_have_been_on_the_stack(string statement, string fixedStatement) => FixesMember(
        $"public async Task M(string text)\n{{\n    await Task.Yield();\n    {statement}\n}}{Stack}",
        $"public async Task M(string text)\n{{\n    await Task.Yield();\n    {fixedStatement}\n}}{Stack}");

    [Fact]
    public Task A_chain_stops_where_a_caller_would_have_to_keep_what_is_on_the_stack() =>
        RefusesMember($"private int Count() => client.LoadAsync().[|Result|].Count;\n\nprivate void M(string text) => Use(Sum(text.AsSpan(), Count()));{Stack}");
}
