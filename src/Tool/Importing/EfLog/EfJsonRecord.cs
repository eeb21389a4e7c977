using System.Text;
using System.Text.Json;

namespace PerfAnalyzers.Tool.Importing.EfLog;

/// <summary>
/// A line of a log in JSON, as the console formatter, Serilog and NLog write one: the same properties under one or the other name, at whatever depth.
/// </summary>
internal static class EfJsonRecord
{
    /// <summary>The command that a line is about; null when it is about something else, or no JSON.</summary>
    public static EfCommand? Read(string line)
    {
        var found = new Found();
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), new JsonReaderOptions { MaxDepth = 64 });
            var name = "";
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                    name = reader.GetString() ?? "";
                else if (reader.TokenType is JsonTokenType.String)
                    found.Set(name, reader.GetString() ?? "");
                else if (reader.TokenType is JsonTokenType.Number)
                    found.Set(name, Encoding.UTF8.GetString(reader.ValueSpan));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        return found.Command();
    }

    private struct Found
    {
        private string? _sql;
        private string? _elapsed;
        private string? _parameters;
        private string? _message;
        private string? _request;
        private string? _trace;
        private bool _isExecuted;

        public void Set(string name, string value)
        {
            switch (name)
            {
                case "commandText" or "CommandText":
                    _sql = value;
                    break;
                case "elapsed" or "Elapsed":
                    _elapsed = value;
                    break;
                case "parameters" or "Parameters":
                    _parameters = value;
                    break;
                case "RequestId" or "requestId":
                    _request = value;
                    break;
                case "TraceId" or "traceId" or "@tr" or "trace_id":
                    _trace = value;
                    break;
                case "EventId" or "Id":
                    _isExecuted |= value is "20101" or "20102";
                    break;
                case "Message" or "message" or "@m" or "RenderedMessage" or "@mt" or "MessageTemplate" or "{OriginalFormat}":
                    _isExecuted |= EfCommand.Start(value) >= 0;
                    if (EfCommand.Head(value, out _) is not null)
                        _message = value;
                    break;
            }
        }

        public readonly EfCommand? Command()
        {
            var root = _request ?? _trace;
            if (!_isExecuted)
                return null;

            if (_sql is not null && _elapsed is not null && EfCommand.Elapsed(_elapsed) is { } elapsed)
                return new(_sql, elapsed, _parameters is null ? null : EfCommand.KeyOf(_parameters), root);

            return _message is not null && EfCommand.Head(_message, out var end) is var (ms, key) ? new(_message[end..], ms, key, root) : null;
        }
    }
}
