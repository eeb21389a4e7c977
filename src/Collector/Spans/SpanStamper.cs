using System.Collections.Concurrent;
using System.Diagnostics;
using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Stacks;
using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Spans;

/// <summary>
/// Puts the line of the program on spans of calls that leave the process. A span starts on its caller's stack, as a command does; what it runs is known when it ends.
/// It records nothing and asks for nothing to be recorded.
/// </summary>
internal sealed class SpanStamper : IDisposable
{
    private const string Function = "code.function.name";
    private const string File = "code.file.path";
    private const string Line = "code.line.number";
    private const int MaxStatements = 10_000;

    private readonly StackWalker _walker;
    private readonly WalkBudget _budget;
    private readonly ActivityListener _listener;
    private readonly ConcurrentDictionary<(ActivitySource Source, string Statement), KnownChains> _statements = new();

    public SpanStamper(WalkBudget budget)
    {
        _budget = budget;

        // Paths as they were built: whoever imports the trace knows where they are now.
        _walker = new(new(SourcePaths.AsBuilt, PackageAssemblies.Read(AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)));
        _listener = new()
        {
            ShouldListenTo = _ => true,
            ActivityStarted = new GuardedObserver<Activity>(OnStarted).OnNext,
            ActivityStopped = new GuardedObserver<Activity>(OnStopped).OnNext,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    private void OnStarted(Activity span)
    {
        var start = Stopwatch.GetTimestamp();
        if (!Wants(span) || span.GetTagItem(Function) is not null || !_budget.Allows(start))
            return;

        var chain = _walker.Walk();
        if (chain is not null)
            Stamp(span, chain);

        _budget.Spend(Stopwatch.GetTimestamp() - start);
    }

    private void OnStopped(Activity span)
    {
        if (!Wants(span) || Statement(span) is not { } statement)
            return;

        if (!_statements.TryGetValue((span.Source, statement), out var known))
        {
            // Text that is built anew each time has nothing to be known by.
            if (_statements.Count >= MaxStatements)
                return;

            known = _statements.GetOrAdd((span.Source, statement), _ => new());
        }

        if (span.GetCustomProperty(Function) is CallChain walked)
            known.Add(walked);
        else if (span.GetTagItem(Function) is null && known.Only is { } only)
            Stamp(span, only);
    }

    private static bool Wants(Activity span) => span.IsAllDataRequested && span.Kind is ActivityKind.Client or ActivityKind.Producer;

    // The tag has had both names.
    private static string? Statement(Activity span) => span.GetTagItem("db.query.text") as string ?? span.GetTagItem("db.statement") as string;

    private static void Stamp(Activity span, CallChain chain)
    {
        var frame = chain.Frames[0];
        span.SetCustomProperty(Function, chain);
        span.SetTag(Function, MemberId.WithoutOverload(frame.Member)[2..].Replace('#', '.').Replace('{', '<').Replace('}', '>'));
        span.SetTag(File, frame.File);
        span.SetTag(Line, frame.Line > 0 ? frame.Line : null);
    }
}
