using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>
/// PostgreSQL's <c>log_destination = jsonlog</c> (15 and later): one object a line. Also as CloudNativePG hands it on, within another object, and as Google's Cloud Logging
/// does, where each object holds a line of the log as text.
/// </summary>
internal sealed class JsonLogFormat : ICaptureFormat
{
    public string Name => "postgresql-jsonlog";

    public bool Recognizes(CaptureHead head) =>
        (head.Keys.Contains("error_severity") && head.Keys.Contains("message")) || head.Keys.Contains("record/error_severity") || head.Keys.Contains("[]/record/error_severity") ||
        (head.Keys.Any(k => k is "textPayload" or "[]/textPayload") && head.Text.Contains("LOG:  ", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        using var json = new JsonPull(input);
        var statements = new LoggedStatements(capture);
        try
        {
            while (json.Read())
            {
                if (json.Token == JsonTokenType.StartObject)
                    ReadEntry(json, statements);
            }
        }
        finally
        {
            statements.Finish();
        }

        if (!statements.Any)
            capture.Remark($"{input.FileName} has no durations: set log_min_duration_statement or load auto_explain");
    }

    private static void ReadEntry(JsonPull json, LoggedStatements statements)
    {
        string? session = null, process = null, time = null, severity = null, message = null;
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("session_id"u8))
                session = json.ReadString();
            else if (json.Is("pid"u8) || json.Is("process_id"u8))
                process = json.ReadString();
            else if (json.Is("timestamp"u8) || json.Is("log_time"u8))
                time = json.ReadString();
            else if (json.Is("error_severity"u8))
                severity = json.ReadString();
            else if (json.Is("message"u8))
                message = json.ReadString();
            else if (json.Is("textPayload"u8) && ServerLogFormat.LoggedIn(json.ReadString()) is var (text, id))
                (severity, message, session) = ("LOG", text, id);
            else if (json.Is("record"u8) && json.Read() && json.Token == JsonTokenType.StartObject)
                ReadEntry(json, statements);
        }

        if (severity == "LOG" && message is not null)
            statements.Add(session ?? process ?? "", time ?? "", message);
    }
}
