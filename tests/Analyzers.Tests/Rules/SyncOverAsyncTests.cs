using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class SyncOverAsyncTests : RuleTests<SyncOverAsyncAnalyzer>
{
    [Fact]
    public Task The_message_says_what_blocks_and_what_to_do() => ReportsFile(
        "class C(ShopDb db) { public async Task<int> RunAsync() { await Task.Yield(); return db.Orders.CountAsync().[|Result|]; } }",
        ExpectedDiagnostic.Any.Says("'Result' blocks the thread until 'CountAsync' completes; await it - suspect").WithProperty("perf.advice", "await it"));

    [Fact]
    public Task A_task_returning_method_can_become_async() => ReportsFile(
        "class C(ShopDb db) { public Task<int> RunAsync() { var n = db.Orders.CountAsync().[|Result|]; return Task.FromResult(n); } }",
        ExpectedDiagnostic.Any.Says("'Result' blocks the thread until 'CountAsync' completes; make 'RunAsync' async and await it - suspect"));

    // grandnode: where the library of a client is missing, or nothing compiles yet, such a wait is one all the same.
    [Theory]
    [InlineData("return client.FetchAsync(1).GetAwaiter().[|GetResult|]();", "FetchAsync")]
    [InlineData("return client.Fetch(1).GetAwaiter().[|GetResult|]().Name;", "Fetch")]
    [InlineData("return client.FetchAsync(1).[|Result|].Name;", "FetchAsync")]
    [InlineData("client.SaveAsync().[|Wait|](); return null;", "SaveAsync")]
    public async Task What_does_not_bind_waits_by_its_name(string body, string source)
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode = $"class C(Missing.Client client, ShopDb db) {{ public async Task<object?> RunAsync() {{ await Task.Yield(); {body} }} }}",
            Sources = { Shop.Model },
            ExpectsCompilerErrors = true,
        };
        test.ExpectedDiagnostics.Add(ExpectedDiagnostic.Any.Says($"'{(body.Contains("[|W", StringComparison.Ordinal) ? "Wait" : body.Contains("[|R", StringComparison.Ordinal) ? "Result" : "GetResult")}' blocks the thread until '{source}' completes; await it - likely").WithSeverity(DiagnosticSeverity.Info));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("return client.Fetch(1).Result;")]
    [InlineData("return client.Result;")]
    [InlineData("client.SaveAsync().Wait(100); return null;")]
    [InlineData("client.Wait(); return null;")]
    [InlineData("return client.FetchAsync(1).Result();")]
    [InlineData("return await client.FetchAsync(1).GetAwaiter();")]
    [InlineData("return nameof(client.FetchAsync(1).Result);")]
    public async Task What_does_not_bind_and_may_mean_anything_is_silent(string body) => await new AnalyzerTest<SyncOverAsyncAnalyzer>
    {
        TestCode = $"class C(Missing.Client client, ShopDb db) {{ public async Task<object?> RunAsync() {{ await Task.Yield(); {body} }} }}",
        Sources = { Shop.Model },
        ExpectsCompilerErrors = true,
    }.RunAsync();

    [Theory]
    [InlineData("Task.FromResult(db.Orders.CountAsync()).Result.[|Result|]")]
    [InlineData("Task.FromResult(db.Orders.CountAsync()).Unwrap().[|Result|]")]
    [InlineData("Task.FromResult(1).WaitAsync(TimeSpan.FromSeconds(1)).Result")]
    public Task The_task_in_a_completed_task_is_another_one(string count) => ReportsFile("class C(ShopDb db) { public int Run() => " + count + "; public void Use() => db.Dispose(); }");

    // MassTransit: a method that says so, from when there was no such property; and of two tasks, when the first to complete was not the one, it was the other.
    [Theory]
    [InlineData("return task.IsCompletedSuccessfully() ? task.Result : await task;")]
    [InlineData("if (!task.IsCompletedSuccessfully()) await Task.Yield(); else return task.GetAwaiter().GetResult(); return 0;")]
    [InlineData("var delay = Task.Delay(100); var first = await Task.WhenAny(task, delay).ConfigureAwait(false); if (first == delay) throw new TimeoutException(); return task.GetAwaiter().GetResult();")]
    [InlineData("var delay = Task.Delay(100); var first = await Task.WhenAny(delay, task); if (delay != first) return task.Result; return 0;")]
    [InlineData("var all = Task.WhenAll(task, other); await Task.WhenAny(all, Task.Delay(100)); if (!all.IsCompleted) throw new TimeoutException(); return task.Result + other.Result;")]
    [InlineData("var all = Task.WhenAll(task, other); if (await Task.WhenAny(all, Task.Delay(100)) == all) return task.Result; return 0;")]
    [InlineData("var all = Task.WhenAll(new[] { task, other }); await Task.WhenAny(all, Task.Delay(100)); if (all.IsCompletedSuccessfully()) return other.Result; return 0;")]
    [InlineData("var all = Task.WhenAll(other, other); await Task.WhenAny(all, Task.Delay(100)); if (!all.IsCompleted) throw new TimeoutException(); return task.[|Result|];")]
    [InlineData("var some = Task.WhenAny(task, other); await Task.WhenAny(some, Task.Delay(100)); if (!some.IsCompleted) throw new TimeoutException(); return task.[|Result|];")]
    [InlineData("return task.IsCompletedSuccessfully() ? 0 : task.[|Result|];")]
    [InlineData("var delay = Task.Delay(100); var first = await Task.WhenAny(task, delay); if (first == delay) return task.[|Result|]; return 0;")]
    [InlineData("int index = Task.[|WaitAny|](other, task, Task.Delay(100)); if (index == 1) return task.Result; return 0;")]
    [InlineData("if (1 == Task.[|WaitAny|](new[] { other, task })) return task.Result; return 0;")]
    [InlineData("int index = Task.[|WaitAny|](other, task, Task.Delay(100)); if (index == 0) return task.[|Result|]; return 0;")]
    [InlineData("int index = Task.[|WaitAny|](other, task); if (index != 1) return task.[|Result|]; return 0;")]
    [InlineData("var delay = Task.Delay(100); var first = await Task.WhenAny(task, delay, Task.Delay(9)); if (first == delay) throw new TimeoutException(); return task.[|Result|];")]
    [InlineData("var delay = Task.Delay(100); var first = await Task.WhenAny(other, delay); if (first == delay) throw new TimeoutException(); return task.[|Result|];")]
    public Task What_a_condition_has_found_completed(string body) => ReportsFile(
        "static class Tasks { public static bool IsCompletedSuccessfully(this Task task) => task.Status == TaskStatus.RanToCompletion; } class C { public async Task<int> RunAsync(Task<int> task, Task<int> other) { await Task.Yield(); " + body + " } }");

    [Fact]
    public Task A_synchronous_method_on_no_request_path_is_information() => ReportsFile(
        "class C(ShopDb db) { public int Run() => db.Orders.CountAsync().[|Result|]; }",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("'Run' is synchronous, and no request is seen to get here"));

    // das-recruit: fifty actions ask one helper, which waits. To make that one asynchronous is what has to be done first.
    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("Task<bool> IsDoneAsync(int id);", DiagnosticSeverity.Warning)]
    public Task What_waits_behind_an_interface_is_reported_there(string twin, DiagnosticSeverity severity)
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode = $$"""
                public interface IUtility { bool IsDone(int id); {{twin}} }
                public class Utility(ShopDb db) : IUtility
                {
                    public bool IsDone(int id) => IsDoneAsync(id).[|Result|];
                    public Task<bool> IsDoneAsync(int id) => db.Orders.AnyAsync(o => o.Id == id);
                }
                public class OrdersController(IUtility utility) : Microsoft.AspNetCore.Mvc.ControllerBase
                {
                    public async Task<bool> Get(int id) { await Task.Yield(); return utility.[|IsDone|](id); }
                }
                """,
            Sources = { Shop.Model },
            ExpectedDiagnostics =
            {
                ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions("on the way of a request"),
                ExpectedDiagnostic.Any.WithSeverity(severity).WithProperty("perf.rank", severity is DiagnosticSeverity.Info ? "'IsDone' is reported where it waits" : null),
            },
        };
        test.Projects[0].References = [.. TestReferences.Libraries, .. LibraryStubs.Contracts];
        return test.RunAsync();
    }

    [Fact]
    public Task A_wrapper_of_the_programs_own_is_reported_where_it_is_called() => ReportsFile(
        """
        static class Sync
        {
            public static T Run<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().{|PERF2001:GetResult|}();
        }

        class C(ShopDb db)
        {
            public async Task<int> RunAsync()
            {
                await Task.Yield();
                return Sync.[|Run|](() => db.Orders.CountAsync());
            }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("its callers are looked at"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions("'Run' blocks the thread"));

    [Fact]
    public Task A_synchronous_twin_is_reported_where_its_asynchronous_one_could_be_awaited() => ReportsFile(
        """
        interface IOrders
        {
            int Count();
        }

        class Orders(ShopDb db) : IOrders
        {
            public int Count() => CountAsync().{|PERF2001:Result|};
            public async Task<int> CountAsync() => await db.Orders.CountAsync();
        }

        class C(IOrders orders)
        {
            public async Task<int> RunAsync()
            {
                await Task.Yield();
                return orders.[|Count|]();
            }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info),
        ExpectedDiagnostic.Any.Says("'Count' blocks the thread until 'CountAsync' completes; await it - suspect").WithAdditionalLocations("Result"));

    [Fact]
    public Task A_wrapper_around_ones_own_twin_is_not_told_to_call_itself() => ReportsFile(
        """
        class Orders
        {
            public int Count() => CountAsync().{|PERF2001:Result|};
            public async Task<int> CountAsync() { await Task.Yield(); return Count(); }
        }
        """);

    [Fact]
    public async Task It_works_in_a_program_that_uses_no_known_library()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer> { TestCode = "using System.Threading.Tasks; class C { async Task<int> M(Task<int> t) { await Task.Yield(); return t.[|Result|]; } }" };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }

    [Fact]
    public async Task The_entry_point_may_wait_and_a_console_program_is_information()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            OutputKind = OutputKind.ConsoleApplication,
            TestCode = "using System.Threading.Tasks; class C { static void Main() => RunAsync().Wait(); static async Task RunAsync() { await Task.Yield(); Task.Delay(1).[|Wait|](); } }",
            ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).Mentions("in a console program") },
        };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task Tests_wait_as_they_like_unless_somebody_wants_to_know(string wanted, int reported)
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode = "using System.Threading.Tasks; class C { async Task<int> M(Task<int> t) { await Task.Yield(); return t.Result; } }",
            EditorConfig = $"root = true\n[*.cs]\nperfanalyzers.waits_in_tests = {wanted}\n",
        };
        var solution = test.CreateSolution();
        var project = solution.Projects.Single().WithAssemblyName("Shop.Tests");
        project = project.AddMetadataReference(MetadataReference.CreateFromFile(typeof(FactAttribute).Assembly.Location));
        var compilation = (await project.GetCompilationAsync())!;
        var found = await Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzerExtensions.WithAnalyzers(compilation, [new SyncOverAsyncAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(reported, found.Count(d => d.Severity is DiagnosticSeverity.Info));
    }

    [Fact]
    public Task A_disposal_with_an_asynchronous_twin_is_information() => ReportsFile(
        """
        class C : IDisposable, IAsyncDisposable
        {
            private readonly Task _running = Task.Run(() => { });
            public void Dispose() => _running.[|Wait|]();
            public async ValueTask DisposeAsync() => await _running;
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info));

    // Sonarr races connections: what a loop takes has completed, also when it is carried out of the loop.
    [Theory]
    [InlineData("done", "Result")]
    [InlineData("tasks[0]", "[|Result|]")]
    public Task What_a_loop_took_because_it_was_done_first_has_completed(string taken, string result) => ReportsFile(
        $$"""
        class C
        {
            public async Task<int> RunAsync(List<Task<int>> tasks, CancellationToken stop)
            {
                Task<int>? first = null;
                while (tasks.Count > 0)
                {
                    var any = Task.WhenAny(tasks);
                    Task<int> done;
                    if (tasks.Count > 1)
                        done = await any.ConfigureAwait(false);
                    else
                        done = any.{|PERF2001:Result|};

                    if (done.IsCompletedSuccessfully)
                    {
                        first = {{taken}};
                        break;
                    }

                    tasks.Remove(done);
                }

                return first!.{{result}};
            }
        }
        """);

    // ShokoServer asks another service for the names of genres, once.
    [Theory]
    [InlineData("public string Get() => _names ??= LoadAsync().[|Result|];", true)]
    [InlineData("public string Get() { if (_names is not null) return _names; return _names = LoadAsync().[|Result|]; }", true)]
    [InlineData("public string Get() => OnceAsync().[|Result|];", true)]
    [InlineData("private static NamesController? Instance => null; public static string Names { get { if (_names is not null) return _names; lock (_known) { if (_names is not null) return _names; var own = Instance; if (own is null) throw new System.InvalidOperationException(); try { return _names = own.LoadAsync().[|Result|]; } catch (System.TimeoutException) { throw; } } } } public string Get() => Names;", true)]
    [InlineData("private static int _last; public string Get(int id) { if (_last == id) return _names!; var wanted = id; _last = id; return _names = OfAsync(wanted).[|Result|]; }", false)]
    [InlineData("public string Get() => LoadAsync().[|Result|];", false)]
    [InlineData("public string Get() { var names = _names; return LoadAsync().[|Result|]; }", false)]
    [InlineData("public string Get(int id) { if (_known.TryGetValue(id, out var known)) return known; return _known[id] = OfAsync(id).[|Result|]; }", false)]
    [InlineData("private string? _own; public string Get() => _own ??= LoadAsync().[|Result|];", false)]
    [InlineData("public string Get() => HalfAsync().[|Result|];", false)]
    public async Task A_wait_whose_answer_is_remembered_is_information(string action, bool isRemembered)
    {
        var expected = isRemembered
            ? ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "only until its answer has been remembered")
            : ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning);
        await InWebAsync(
            $$"""
            public class NamesController(HttpClient http) : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                private static string? _names;
                private static readonly Dictionary<int, string> _known = [];
                {{action}}
                private async Task<string> LoadAsync() => await http.GetStringAsync("names");
                private async Task<string> OfAsync(int id) => await http.GetStringAsync("names/" + id);
                private async Task<string> OnceAsync() { if (_names is not null) return _names; return _names = await http.GetStringAsync("names"); }
                private async Task<string> HalfAsync() { await Task.Delay(1); return _names ??= await http.GetStringAsync("names"); }
            }
            """,
            expected);
    }

    // The container makes one such object, which remembers for all requests; of the other there is one for each.
    [Theory]
    [InlineData("AddSingleton", DiagnosticSeverity.Info)]
    [InlineData("AddScoped", DiagnosticSeverity.Warning)]
    public Task What_the_only_object_of_its_class_remembers_is_remembered_for_all(string add, DiagnosticSeverity severity) => InWebAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        public class GenresController(Genres genres) : Microsoft.AspNetCore.Mvc.ControllerBase { public string Get() => genres.AllAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|](); }
        public class Genres(HttpClient http)
        {
            private readonly System.Threading.SemaphoreSlim _gate = new(1);
            private string? _all;
            public async Task<string> AllAsync()
            {
                if (_all is not null)
                    return _all;

                await _gate.WaitAsync();
                try { return _all ??= await http.GetStringAsync("genres"); } finally { _gate.Release(); }
            }
        }
        static class Setup { public static void Configure(IServiceCollection services) => services.{{add}}<Genres>(); }
        """,
        ExpectedDiagnostic.Any.WithSeverity(severity));

    // ShokoServer lists what is installed without asking its repositories.
    [Theory]
    [InlineData("LoadAsync(mayAsk: false)", true)]
    [InlineData("LoadAsync(false)", true)]
    [InlineData("LoadAsync()", false)]
    [InlineData("LoadAsync(mayAsk: id > 0)", false)]
    [InlineData("AgainAsync(false)", false)]
    public Task What_a_call_says_not_to_await_is_done_when_it_returns(string call, bool isDone) => InWebAsync(
        $$"""
        public class PackagesController(HttpClient http) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public int Get(int id) => {{call}}.[|Result|];
            private async Task<int> LoadAsync(bool mayAsk = true)
            {
                foreach (var name in new[] { "a", "b" })
                {
                    if (mayAsk && name.Length > 0)
                        await http.GetStringAsync(name);
                }

                return 1;
            }
            private async Task<int> AgainAsync(bool mayAsk) { if (mayAsk) return await LoadAsync(true); return await AgainAsync(true); }
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(isDone ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning));

    // dotnet-monitor: one way for what is asynchronous and what is not, which is handed over as a task that is done.
    [Theory]
    [InlineData("GuardedAsync(() => Task.FromResult(id), 3)", true)]
    [InlineData("GuardedAsync(() => { id++; return Task.FromResult(id); }, 3)", true)]
    [InlineData("GuardedAsync(() => CountAsync(), 3)", false)]
    [InlineData("GuardedAsync(async () => { await Task.Delay(id); return id; }, 3)", false)]
    [InlineData("GuardedAsync(null!, 3)", false)]
    [InlineData("LoggedAsync(() => Task.FromResult(id))", false)]
    public Task A_function_that_is_given_done_is_not_waited_for(string call, bool isDone) => InWebAsync(
        $$"""
        public class InfoController(HttpClient http) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public int Get(int id) => {{call}}.[|Result|];
            private async Task<int> GuardedAsync(Func<Task<int>> run, int otherwise) { try { return await run(); } catch (ArgumentException) { return otherwise; } }
            private async Task<int> LoggedAsync(Func<Task<int>> run) { await CountAsync(); return await run(); }
            private async Task<int> CountAsync() => (await http.GetStringAsync("count")).Length;
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(isDone ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning));

    // A loop that has a thread for itself takes none from requests, whoever starts it; a thread of the pool is one of theirs.
    [Theory]
    [InlineData("Task.Factory.StartNew(Loop, TaskCreationOptions.LongRunning);", DiagnosticSeverity.Info)]
    [InlineData("_ = Task.Factory.StartNew(() => Loop(), System.Threading.CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);", DiagnosticSeverity.Info)]
    [InlineData("Task.Factory.StartNew(Loop);", DiagnosticSeverity.Warning)]
    [InlineData("Loop();", DiagnosticSeverity.Warning)]
    public Task A_thread_of_its_own_keeps_no_request_waiting(string start, DiagnosticSeverity severity) => InWebAsync(
        $$"""
        public class LoopController(HttpClient http) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public void Post() { {{start}} }
            private void Loop() => http.GetStringAsync("next").[|Wait|]();
        }
        """,
        ExpectedDiagnostic.Any.WithSeverity(severity));

    [Theory]
    [InlineData("public static void Main(string[] args)", "http.GetStringAsync(\"x\").Wait();")]
    [InlineData("public static async Task Main()", "await Task.Yield(); http.GetStringAsync(\"x\").Wait();")]
    public async Task Where_a_program_starts_nobody_waits(string main, string code)
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer> { TestCode = $"using System.Threading.Tasks; class Program {{ static readonly System.Net.Http.HttpClient http = new(); {main} {{ {code} }} }}" };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }

    // btcpayserver and what Redis calls a transaction: the tasks are done when the batch is.
    [Theory]
    [InlineData("var name = batch.AddAsync(1); await batch.SendAsync(); return name.[|Result|];", true)]
    [InlineData("var name = batch.AddAsync(1); await batch.SendAsync().ConfigureAwait(false); return name.[|Result|];", true)]
    [InlineData("var name = batch.AddAsync(1); if (await batch.SendAsync()) return name.[|Result|]; return 0;", true)]
    [InlineData("var names = new List<Task<int>>(); foreach (var id in ids) { names.Add(batch.AddAsync(await Task.FromResult(id))); } await batch.SendAsync(); await Task.Delay(1); return names.Select(n => n.[|Result|]).Sum();", true)]
    [InlineData("var names = ids.Select(i => batch.AddAsync(i)).ToList(); await batch.SendAsync(); return names.Sum(n => n.[|Result|]);", true)]
    [InlineData("var name = batch.AddAsync(1); return name.[|Result|];", false)]
    [InlineData("await batch.SendAsync(); var name = batch.AddAsync(1); return name.[|Result|];", false)]
    [InlineData("var name = batch.AddAsync(1); await batch.AddAsync(2); return name.[|Result|];", false)]
    [InlineData("var name = batch.AddAsync(1); await other.SendAsync(); return name.[|Result|];", false)]
    [InlineData("var name = batch.AddAsync(1); if (ids.Count > 1) await batch.SendAsync(); return name.[|Result|];", false)]
    [InlineData("var names = new List<Task<int>> { other.AddAsync(1) }; names.Add(batch.AddAsync(2)); await batch.SendAsync(); return names[0].[|Result|];", false)]
    public Task A_task_of_a_batch_that_was_awaited_is_information(string action, bool isSent)
    {
        var expected = ExpectedDiagnostic.Any.WithSeverity(isSent ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning);
        return InWebAsync(
            $$"""
            public abstract class Batch { public abstract Task<int> AddAsync(int id); public abstract Task<bool> SendAsync(); }
            public class NamesController(System.Func<Batch> create) : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                public async Task<int> Get(List<int> ids) { var batch = create(); var other = create(); {{action}} }
            }
            """,
            isSent ? expected.WithProperty("perf.rank", "the batch that it belongs to has been awaited by then") : expected);
    }

    // das-apim-endpoints, where the other client's package is missing.
    [Theory]
    [InlineData("await Task.WhenAll(a, b); Use(a.Result.Count);")]
    [InlineData("var tasks = new List<Task> { a }; await Task.WhenAll(tasks, b); Use(a.Result.Count);")]
    [InlineData("var both = Task.WhenAll(a, b); await both; Use(a.Result.Count);")]
    [InlineData("await Task.WhenAny(a, b); Use(a.[|Result|].Count);")]
    [InlineData("await Task.WhenAll(b, b); Use(a.[|Result|].Count);")]
    public Task What_is_awaited_together_with_what_does_not_bind_is_done(string code) => new AnalyzerTest<SyncOverAsyncAnalyzer>
    {
        TestCode = Shop.Body("var a = db.Orders.ToListAsync(ct); var b = Missing.GetAsync(ct); " + code),
        Sources = { Shop.Model },
        ExpectsCompilerErrors = true,
    }.RunAsync();

    [Fact]
    public async Task A_batch_is_one_also_where_what_it_is_given_does_not_bind_yet()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode =
                """
                public abstract class Batch { public abstract Task<int> AddAsync(int id); public abstract Task<bool> SendAsync(); }
                public class NamesController(System.Func<Batch> create) : Microsoft.AspNetCore.Mvc.ControllerBase
                {
                    public async Task<List<int>> Get(List<Missing> ids)
                    {
                        var batch = create();
                        var names = new List<Task<int>>();
                        foreach (var id in ids)
                            names.Add(batch.AddAsync(id.Number));
                        await batch.SendAsync();
                        return names.Select(n => n.[|Result|]).ToList();
                    }
                }
                """,
            Sources = { Shop.Model },
            ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info).WithProperty("perf.rank", "the batch that it belongs to has been awaited by then") },
        };
        test.Projects[0].References = TestReferences.Libraries;
        test.Projects[0].ExpectsCompilerErrors = true;
        await test.RunAsync();
    }

    // oqtane creates its first site so.
    [Theory]
    [InlineData("Install", DiagnosticSeverity.Info)]
    [InlineData("Create", DiagnosticSeverity.Warning)]
    public Task What_a_request_for_an_installation_waits_for_is_information(string name, DiagnosticSeverity severity) => InWebAsync(
        $$"""
        public class SitesController(Sites sites) : Microsoft.AspNetCore.Mvc.ControllerBase { public void Post() => sites.{{name}}(); }
        public class Sites(HttpClient http) { public void {{name}}() => Site(); private void Site() => http.GetStringAsync("site").[|Wait|](); }
        """,
        ExpectedDiagnostic.Any.WithSeverity(severity));

    [Fact]
    public Task Tasks_that_are_made_of_themselves_have_an_end() => ReportsFile(
        """
        class C
        {
            public async Task<List<int>> RunAsync() { await Task.Yield(); Fill(out var all); all = all.Where(t => t.Id > 0); return all.Select(t => t.[|Result|]).ToList(); }
            private static void Fill(out IEnumerable<Task<int>> all) => all = [];
        }
        """);

    private static async Task InWebAsync(string code, ExpectedDiagnostic expected)
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer> { TestCode = "using System.Net.Http;\n" + code, Sources = { Shop.Model }, ExpectedDiagnostics = { expected } };
        test.Projects[0].References = TestReferences.Libraries;
        await test.RunAsync();
    }

    // Where no known library is, members are looked at by their syntax: a type with an attribute has those of its members in it.
    [Fact]
    public async Task A_type_with_an_attribute_does_not_tell_of_its_members_again()
    {
        var test = new AnalyzerTest<SyncOverAsyncAnalyzer>
        {
            TestCode =
                """
                using System;
                using System.Threading.Tasks;

                [assembly: CLSCompliant(false)]

                [Obsolete("")]
                public class Totals
                {
                    [Obsolete("")]
                    public int Sum { get => Task.Delay(1).ContinueWith(_ => 1).[|Result|]; set => field = value; } = 1;

                    [Obsolete("")]
                    public int Of(Task<int> sum) => sum.[|Result|];
                }
                """,
        };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }
}
