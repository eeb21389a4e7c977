using System.Runtime.InteropServices;

namespace PerfAnalyzers.Tool.Running;

/// <summary>While it lives, Ctrl-C and a termination signal end the measurement and not the tool.</summary>
internal sealed class StopSignals(CancellationTokenSource stop) : IDisposable
{
    private readonly PosixSignalRegistration _interrupt = On(PosixSignal.SIGINT, stop);
    private readonly PosixSignalRegistration _terminate = On(PosixSignal.SIGTERM, stop);

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private static PosixSignalRegistration On(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
