using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>Requests that a program sends and handles, as the event sources of <c>System.Net.Http</c> and <c>Microsoft.AspNetCore.Hosting</c> tell of them.</summary>
internal static class SourceEvents
{
    public static DiagnosticEvent Read(in NetTraceEvent data, EventKind kind, int stack)
    {
        var result = new DiagnosticEvent
        {
            Source = data.Type.Provider,
            Name = data.Type.Name,
            Phase = kind switch
            {
                EventKind.HttpStart => DiagnosticPhase.HttpStart,
                EventKind.HttpStop => DiagnosticPhase.HttpStop,
                EventKind.RequestStart => DiagnosticPhase.RequestStart,
                _ => DiagnosticPhase.RequestStop,
            },
            AtMs = data.AtMs,
            Stack = stack,
            Activity = data.Activity,
            Thread = data.Thread,
        };
        if (kind == EventKind.RequestStart)
        {
            var cursor = new ByteCursor(data.Payload);
            var (method, path) = (cursor.Utf16(), cursor.Utf16());
            result.Method = method.Length is > 0 and < 16 && method.All(char.IsAsciiLetter) ? method : null;
            result.Route = RouteShape.Of(path);
        }

        return result;
    }
}
