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
