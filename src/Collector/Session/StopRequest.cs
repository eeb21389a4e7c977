using System.Globalization;
using System.Runtime.InteropServices;

namespace PerfAnalyzers.Collector.Session;

/// <summary>What the tool asks of every measured process: to stop, as the signal that the tool has got would make it.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="At">When the tool got it, so that a process knows whether it has had the same.</param>
internal sealed record StopRequest(PosixSignal Signal, DateTime At)
{
    /// <summary>Asks; throws what the file system throws.</summary>
    public void Write(string session)
    {
        // There with its content, or not there.
        var file = Path.Combine(session, SessionEnvironment.StopFile);
        File.WriteAllText(file + ".tmp", string.Create(CultureInfo.InvariantCulture, $"{Signal} {At.ToUniversalTime().Ticks}"));
        File.Move(file + ".tmp", file, overwrite: true);
    }

    /// <summary>What is asked; null as long as nothing is.</summary>
    public static StopRequest? Read(string session)
    {
        try
        {
            var file = Path.Combine(session, SessionEnvironment.StopFile);
            return File.Exists(file) && File.ReadAllText(file).Split(' ') is [var signal, var ticks]
                ? new(Enum.Parse<PosixSignal>(signal), new(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException or OverflowException)
        {
            // The tool was killed, and its directory goes.
            return null;
        }
    }
}
