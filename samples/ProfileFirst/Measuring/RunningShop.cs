using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProfileFirst.Scratch;

namespace ProfileFirst.Measuring;

/// <summary>The built copy of Shop, running under <c>perfevidence run</c> on a free loopback port.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Func<string> _output;

    private RunningShop(Process process, Uri address)
    {
        _process = process;
        _output = DotnetCommand.Collect(process);
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>The command, as the reader would type it.</summary>
    public static string Describe(string profile) => $"perfevidence run --profile {profile} -- dotnet Shop.dll";

    public static async Task<RunningShop> StartAsync(ScratchShop shop, string profile, string evidence)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var running = new RunningShop(
            DotnetCommand.Start(
                shop.Root,
                Product.Perfevidence, "run", "--profile", profile, "--output", evidence, "--",
                "dotnet", shop.Program, "--contentRoot", shop.Directory, "--urls", address.ToString(), "--Shop:DatabasePath", shop.Database),
            address);

        try
        {
            await running.UntilListeningAsync();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the tool to end, and waits until it has written the evidence.</summary>
    public async Task StopAsync()
    {
        StopSignal.Send(_process);

        using var limit = new CancellationTokenSource(StopLimit);

        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new StepFailedException($"perfevidence did not end within {StopLimit.TotalSeconds} seconds after it was asked to:\n{_output()}");
        }
    }

    /// <summary>What the tool and Shop have printed.</summary>
    public string Output => _output();

    public ValueTask DisposeAsync()
    {
        Client.Dispose();

        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task UntilListeningAsync()
    {
        var since = Stopwatch.GetTimestamp();

        while (Stopwatch.GetElapsedTime(since) < StartLimit)
        {
            if (_process.HasExited)
                throw new StepFailedException($"Shop ended with exit code {_process.ExitCode} before it listened:\n{_output()}");

            // A connection and not a request: every request would be measured.
            using var connection = new TcpClient();

            try
            {
                await connection.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
                return;
            }
            catch (SocketException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new StepFailedException($"Shop did not listen within {StartLimit.TotalSeconds} seconds:\n{_output()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
