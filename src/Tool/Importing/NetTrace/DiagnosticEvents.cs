using System.Globalization;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Reads what diagnostic sources and activity sources of a program tell, and keeps of it what evidence may hold.</summary>
internal static class DiagnosticEvents
{
    private const int MaxText = 100_000;

    /// <summary>An event of <c>Microsoft-Diagnostics-DiagnosticSource</c>: a source, a name, and pairs of names and values; null when it is about nothing that counts.</summary>
    public static DiagnosticEvent? Read(in NetTraceEvent data, int stack)
    {
        var cursor = new ByteCursor(data.Payload);
        var (source, name) = (cursor.Utf16(), cursor.Utf16());
        var kind = data.Type.Name.Replace("/", "", StringComparison.Ordinal);
        var phase = PhaseOf(source, name, kind);
        if (phase == DiagnosticPhase.None || cursor.Failed)
            return null;

        var result = new DiagnosticEvent
        {
            Source = source,
            Name = name,
            Phase = phase,
            AtMs = data.AtMs,
            Stack = stack,
            Activity = data.Activity,
            Thread = data.Thread,
        };
        for (var count = cursor.UInt16(); count > 0 && !cursor.Failed; count--)
            Take(result, cursor.Utf16(), cursor.Utf16());

        return result;
    }

    private static DiagnosticPhase PhaseOf(string source, string name, string kind)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        switch (source)
        {
            case "Microsoft.EntityFrameworkCore":
                return last switch
                {
                    "CommandExecuting" => DiagnosticPhase.CommandStart,
                    "CommandExecuted" or "CommandError" or "CommandCanceled" => DiagnosticPhase.CommandStop,
                    "DataReaderDisposing" => DiagnosticPhase.ReaderEnd,
                    "ConnectionOpening" => DiagnosticPhase.ConnectionOpening,
                    _ => DiagnosticPhase.None,
                };
            case "SqlClientDiagnosticListener":
                return last switch
                {
                    "WriteCommandBefore" => DiagnosticPhase.CommandStart,
                    "WriteCommandAfter" or "WriteCommandError" => DiagnosticPhase.CommandStop,
                    _ => DiagnosticPhase.None,
                };
        }

        if (last == "BeforeAction" && source == "Microsoft.AspNetCore")
            return DiagnosticPhase.RequestMatched;

        var isStart = kind is "ActivityStart" || last is "Start" or "BeginRequest" || (last is "Request" && source == "HttpHandlerDiagnosticListener");
        var isStop = kind is "ActivityStop" || last is "Stop" or "EndRequest" || (last is "Response" && source == "HttpHandlerDiagnosticListener");
        if (!isStart && !isStop)
            return DiagnosticPhase.None;

        if (source is "HttpHandlerDiagnosticListener" or "System.Net.Http")
            return isStart ? DiagnosticPhase.HttpStart : DiagnosticPhase.HttpStop;

        if (source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && (name.Contains("HttpRequestIn", StringComparison.Ordinal) || last is "BeginRequest" or "EndRequest"))
            return isStart ? DiagnosticPhase.RequestStart : DiagnosticPhase.RequestStop;

        return source == "Npgsql" ? (isStart ? DiagnosticPhase.CommandStart : DiagnosticPhase.CommandStop) : DiagnosticPhase.None;
    }

    private static void Take(DiagnosticEvent result, string key, string value)
    {
        if (value.Length == 0 || value.Length > MaxText)
            return;

        switch (key[(key.LastIndexOf('.') + 1)..])
        {
            case "CommandText" or "LogCommandText":
                result.CommandText ??= value;
                break;
            case "CommandId" or "OperationId":
                result.Id = value;
                break;
            case "Id":
                result.Id ??= value;
                break;
            case "ConnectionId":
                result.ConnectionId = value;
                break;
            case "TraceId" or "RootId":
                result.TraceId ??= value;
                break;
            case "Duration":
                result.DurationMs = Duration(value);
                break;
            case "ReadCount":
                result.Rows = double.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : null;
                break;
            case "Method":
                result.Method = value.Length < 16 && value.All(char.IsAsciiLetter) ? value : null;
                break;
            case "Path":
                result.Route ??= RouteShape.Of(value);
                break;
            case "Template":
                result.Route = "/" + RouteShape.OfRoute(value).TrimStart('/');
                break;
            case "DisplayName" when result.Phase == DiagnosticPhase.RequestMatched:
                result.Handler = value;
                break;
            case "DisplayName":
                TakeRoute(result, value);
                break;
        }
    }

    // GET /accounts/{id}/report
    private static void TakeRoute(DiagnosticEvent result, string displayName)
    {
        var space = displayName.IndexOf(' ');
        if (space is <= 0 or > 10 || !displayName.AsSpan(0, space).ContainsOnlyLetters())
            return;

        result.Method = displayName[..space];
        result.Route = RouteShape.Of(displayName[(space + 1)..]);
    }

    // A duration is a span of time, or milliseconds where the one who asked wanted them.
    private static double? Duration(string value)
    {
        if (value.Contains(':') && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var span))
            return Math.Max(0, span.TotalMilliseconds);

        return double.TryParse(value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e12 ? number : null;
    }

    private static bool ContainsOnlyLetters(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetter(c))
                return false;
        }

        return true;
    }
}
