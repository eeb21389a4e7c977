using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>ASP.NET Core requests: each is one root operation.</summary>
internal sealed class AspNetCoreSource : IDiagnosticSource
{
    private const string Activity = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string Start = Activity + ".Start";
    private const string Stop = Activity + ".Stop";

    private readonly Recorder _recorder;
    private readonly HostLifetime _lifetime;
    private readonly HttpClientSource _sent;

    public AspNetCoreSource(Recorder recorder, HostLifetime lifetime, HttpClientSource sent)
    {
        _recorder = recorder;
        _lifetime = lifetime;
        _sent = sent;
        recorder.ResolveEndpoint = new EndpointResolver().Resolve;
    }

    public bool Listens(string listener) => listener == "Microsoft.AspNetCore";

    public bool Wants(string eventName) => eventName is Activity or Start or Stop;

    public void On(string eventName, object? payload)
    {
        switch (eventName)
        {
            case Start when payload is not null:
                _sent.ArrivedHere(System.Diagnostics.Activity.Current);
                _recorder.BeginRequest(payload);
                _lifetime.SeenRequest(payload);
                break;

            case Stop:
                _recorder.EndRequest();
                break;
        }
    }
}
