using System.Diagnostics;

namespace PerfAnalyzers.Benchmarks.Truth;

/// <summary>
/// Each command of EF Core with the line that issues it, from a plain stack trace of each: nothing is left out, remembered or completed, and nothing of the recorder is used. It makes a program several
/// times slower, and is what the recorder's counts are compared with.
/// </summary>
internal sealed class CommandLog : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    /// <summary>A command whose stack has no line of the program.</summary>
    public const string NoLine = "?";

    private readonly object _gate = new();
    private readonly string _file;

    private CommandLog(string file) => _file = file;

    /// <summary>Starts to write.</summary>
    public static void Start(string file) => DiagnosticListener.AllListeners.Subscribe(new CommandLog(file));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
            value.Subscribe(this, name => name.EndsWith(".CommandExecuting", StringComparison.Ordinal));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (!value.Key.EndsWith(".CommandExecuting", StringComparison.Ordinal))
            return;

        var line = Line(new StackTrace(fNeedFileInfo: true));
        lock (_gate)
            File.AppendAllText(_file, line + "\n");
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    // The innermost method of which the source is here, up to where an awaited operation was resumed.
    private static string Line(StackTrace trace)
    {
        foreach (var frame in trace.GetFrames())
        {
            if (frame.GetMethod() is { Name: "MoveNext", DeclaringType.Name: "AsyncStateMachineBox`1" })
                break;

            if (frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0 && frame.GetMethod()?.DeclaringType?.Assembly != typeof(CommandLog).Assembly && File.Exists(file))
                return FormattableString.Invariant($"{file.Replace('\\', '/')}:{frame.GetFileLineNumber()}");
        }

        return NoLine;
    }
}
