using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

/// <summary>What the programs of <c>Memory/subscriptions*.cases</c> do not show: messages and places.</summary>
public sealed class RetainedSubscriptionTests : RuleTests<RetainedSubscriptionAnalyzer>
{
    [Fact]
    public Task Message_says_who_keeps_whom_how_often_and_what_to_do() => ReportsFile(
        """
        static class Hub
        {
            public static event Action<string>? Changed;
            public static void Raise() => Changed?.Invoke("");
        }
        class View
        {
            private string _last = "";
            public View() => Hub.[|Changed|] += what => _last = what;
        }

        """,
        ExpectedDiagnostic.Any.WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info).Says(
            "'Changed' of the static class 'Hub' keeps what subscribes with each new 'View', and nothing unsubscribes; unsubscribe with '-=' when it is done with, in 'Dispose' for one - suspect: how long a 'View' lives is not seen"));

    // ArchiSteamFarm: a timer that a static keeps, and that is made where there is none yet.
    [Theory]
    [InlineData("if ((s_timer == null) && (period > 0)) { s_timer = new Timer(Tick, null, 0, period); }")]
    [InlineData("s_timer ??= new Timer(Tick, null, 0, period);")]
    [InlineData("if (period > 0) { s_timer = new [|Timer|](Tick, null, 0, period); }")]
    [InlineData("if (s_timer == null) { new [|Timer|](Tick, null, 0, period); }")]
    public Task A_timer_that_is_made_where_there_is_none_is_made_once(string body) => ReportsFile(
        $$"""
        static class Updates
        {
            private static Timer? s_timer;
            private static readonly Timer s_first = new(Start, null, 0, 1000);
            private static void Start(object? period) => Restart(60);
            private static void Restart(int period) { {{body}} GC.KeepAlive(s_timer ?? s_first); }
            private static void Tick(object? state) { }
        }
        """);

    // rdt-client: a process that a factory has started is no longer the factory's business. What the factory itself raises is.
    [Theory]
    [InlineData("var process = factory.Start(); process.Ended += () => _last = \"ended\";")]
    [InlineData("factory.Start().Ended += () => _last = \"ended\";")]
    [InlineData("factory.[|Started|] += () => _last = \"started\";")]
    public Task What_a_singleton_returns_is_another_object(string body) => ReportsFile(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        public interface IProcess { event Action? Ended; }
        public interface IProcesses { IProcess Start(); event Action? Started; }
        class Process : IProcess { public event Action? Ended; public void End() => Ended?.Invoke(); }
        class Processes : IProcesses { public event Action? Started; public IProcess Start() { Started?.Invoke(); return new Process(); } }
        class Job(IProcesses factory) { private string _last = ""; public void Run() { {{body}} Console.WriteLine(_last); } }
        static class Setup { public static void Add(IServiceCollection services) { services.AddSingleton<IProcesses, Processes>(); services.AddTransient<Job>(); } }
        """);

    [Theory]
    [InlineData("public View() => Hub.[|Changed|] += what => _last = what;")]
    [InlineData("public View() { Hub.[|Changed|] += Keep; } private void Keep(string what) => _last = what;")]
    public async Task It_works_in_a_program_that_uses_no_known_library(string members)
    {
        var test = new AnalyzerTest<RetainedSubscriptionAnalyzer>
        {
            TestCode = $$"""
                using System;
                static class Hub { public static event Action<string>? Changed; public static void Raise() => Changed?.Invoke(""); }
                class View { private string _last = ""; {{members}} public override string ToString() => _last; }
                """,
        };
        test.Projects[0].References = TestReferences.FrameworkOnly;
        await test.RunAsync();
    }

    [Fact]
    public Task A_name_with_nothing_behind_it_is_no_subscription() => ReportsFile(
        """
        class Bus { public void Register(Action action) => action(); public IDisposable? Subscribe(object who) => null; }
        class View { public View(Bus bus) { bus.Register(() => { }); bus.Subscribe(this); } }

        """);
}
