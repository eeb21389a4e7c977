using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.Tool.Capturing;
using Capture = PerfAnalyzers.Tool.Capturing.Capture;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>
/// What the messages of a server log say about statements. One execution may be told twice: by its duration and by the plan that auto_explain writes, before or after
/// it. It is counted once.
/// </summary>
internal sealed partial class LoggedStatements(Capture capture)
{
    private const int MaxSessions = 20_000;
    private const int MaxKnown = 5_000;

    private readonly Dictionary<string, LoggedSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CodePlace Place, string Operation, string Text)> _known = new(StringComparer.Ordinal);
    private readonly LogClock _clock = new();
    private double _fastest = double.PositiveInfinity;
    private bool _hasOtherPlans;

    /// <summary>Whether anything was said about a statement.</summary>
    public bool Any { get; private set; }

    /// <summary>Takes a message.</summary>
    /// <param name="session">What tells sessions apart; empty when the log does not.</param>
    /// <param name="time">Text that starts with the time, or holds it.</param>
    /// <param name="message">The message without what is said in addition: parameters are no part of it.</param>
    public void Add(string session, string time, string message)
    {
        if (Duration().Match(message) is { Success: true } duration && Milliseconds(duration) is { } ms)
        {
            Any = true;
            _clock.See(time);
            var rest = message[duration.Length..];
            if (rest.StartsWith("  plan:", StringComparison.Ordinal))
                Plan(SessionOf(session), ms, rest["  plan:".Length..].TrimStart());
            else if (rest.Length > 0)
                Statement(SessionOf(session), ms, rest.TrimStart());
            else if (SessionOf(session) is { Announced: { } sql } open)
            {
                open.Announced = null;
                Executed(open, new(ms, sql, IsExtended: false), 1);
            }
        }
        else if (Announcement().Match(message) is { Success: true } announced)
            SessionOf(session).Announced = message[announced.Length..];
    }

    /// <summary>Counts what is left and says what the log says about itself.</summary>
    public void Finish()
    {
        foreach (var session in _sessions.Values)
            Flush(session);

        capture.CapturedAt ??= _clock.First;
        if (_clock.ElapsedMs is { } elapsed)
            capture.DurationMs = Math.Max(capture.DurationMs ?? 0, elapsed);

        capture.AddThreshold(_fastest);
        if (_hasOtherPlans)
            capture.Partial("plans that are neither JSON nor text are left out: set auto_explain.log_format to json");
    }

    // statement: SQL, execute NAME: SQL, execute fetch from NAME: SQL; parse and bind are parts of an execution that is logged by itself.
    private void Statement(LoggedSession session, double ms, string told)
    {
        if (Kind().Match(told) is not { Success: true } kind)
            return;

        session.Announced = null;
        var sql = told[kind.Length..];
        var execution = new LoggedExecution(ms, sql, kind.Groups["kind"].Value.StartsWith("execute", StringComparison.Ordinal));
        if (kind.Groups["fetch"].Success || kind.Groups["kind"].Value is "parse" or "bind")
            Count(execution, 0);
        else
            Executed(session, execution, 1);
    }

    private void Executed(LoggedSession session, LoggedExecution execution, long calls)
    {
        if (session.Plan is { } plan && plan.IsOf(execution))
        {
            session.Plan = null;
            session.Counted = null;
        }
        else
        {
            Flush(session);
            session.Counted = execution;
        }

        Count(execution, calls);
    }

    private void Plan(LoggedSession session, double ms, string told)
    {
        if (ReadPlan(told) is not { } query)
            return;

        var plan = new LoggedExecution(ms, query, IsExtended: false);
        if (session.Counted is { } counted && plan.IsOf(counted))
            session.Counted = null;
        else
        {
            Flush(session);
            session.Plan = plan;
        }
    }

    private string? ReadPlan(string told)
    {
        try
        {
            if (told.StartsWith('{'))
            {
                using var json = new JsonPull(new MemoryStream(Encoding.UTF8.GetBytes(told)), JsonPlan.MaxDepth);
                var plan = new JsonPlan(json, capture);
                plan.Read();
                return plan.QueryText ?? "";
            }
        }
        catch (CaptureException e)
        {
            capture.Partial($"a plan in the log is left out: {e.Message}");
            return "";
        }

        if (!told.StartsWith("Query Text: ", StringComparison.Ordinal) || told.StartsWith("Query Text: \"", StringComparison.Ordinal))
        {
            _hasOtherPlans = true;
            return null;
        }

        var text = new TextPlan(capture);
        foreach (var line in told.Split('\n'))
            text.Add(line);

        text.Finish();
        return text.QueryText;
    }

    private LoggedSession SessionOf(string id)
    {
        if (_sessions.TryGetValue(id, out var session))
            return session;

        if (_sessions.Count >= MaxSessions)
        {
            foreach (var old in _sessions.Values)
                Flush(old);

            _sessions.Clear();
        }

        _sessions.Add(id, session = new());
        return session;
    }

    // A plan whose statement was not logged is all there is of an execution.
    private void Flush(LoggedSession session)
    {
        if (session.Plan is { } plan)
            Count(plan, 1);

        session.Plan = null;
    }

    private void Count(LoggedExecution execution, long calls)
    {
        if (calls > 0)
            _fastest = Math.Min(_fastest, execution.Ms);

        if (execution.Sql.Length == 0)
            return;

        var (place, operation, text) = Known(execution.Sql);
        capture.Sites.Add(place, operation, calls, execution.Ms);
        capture.AddStatement(text, operation, calls, execution.Ms, null, execution.Ms);
    }

    // A log says the same few statements again and again.
    private (CodePlace Place, string Operation, string Text) Known(string sql)
    {
        if (_known.TryGetValue(sql, out var known))
            return known;

        if (_known.Count >= MaxKnown)
            _known.Clear();

        known = (SqlText.Place(sql), SqlText.Operation(sql), SqlText.WithoutValues(sql));
        _known.Add(sql, known);
        return known;
    }

    private static double? Milliseconds(Match duration) =>
        double.TryParse(duration.Groups["ms"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms) && ms < 1e12 ? ms : null;

    [GeneratedRegex(@"^duration: (?<ms>\d+(?:\.\d+)?) ms")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(?:(?<kind>statement)|(?<kind>parse|bind|execute)(?<fetch> fetch from)? [^:\n]*): ?")]
    private static partial Regex Kind();

    [GeneratedRegex(@"^(?:statement|execute [^:\n]*): ?")]
    private static partial Regex Announcement();
}
