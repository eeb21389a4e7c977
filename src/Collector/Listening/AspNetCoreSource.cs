using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>ASP.NET Core requests: each is one root operation. Where MVC routes for itself, as it did before there were endpoints, it tells what handles a request.</summary>
internal sealed class AspNetCoreSource : IDiagnosticSource
{
    private const string Activity = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string Start = Activity + ".Start";
    private const string Stop = Activity + ".Stop";
    private const string BeforeAction = "Microsoft.AspNetCore.Mvc.BeforeAction";

    private readonly Recorder _recorder;
    private readonly HostLifetime _lifetime;
    private readonly HttpClientSource _sent;
    private readonly EndpointResolver _endpoints = new();
    private readonly Payload<object> _action = new("ActionDescriptor");
    private readonly Payload<object> _context = new("HttpContext");

    public AspNetCoreSource(Recorder recorder, HostLifetime lifetime, HttpClientSource sent)
    {
        _recorder = recorder;
        _lifetime = lifetime;
        _sent = sent;
        recorder.ResolveEndpoint = _endpoints.Resolve;
    }

    public bool Listens(string listener) => listener == "Microsoft.AspNetCore";

    public bool Wants(string eventName) => eventName is Activity or Start or Stop or BeforeAction;

    public void On(string eventName, object? payload)
    {
        switch (eventName)
        {
            case Start when payload is not null:
                _sent.ArrivedHere(System.Diagnostics.Activity.Current);
                _recorder.BeginRequest(payload);
                _lifetime.SeenRequest(payload);
                break;

            case BeforeAction when _action.Get(payload) is { } action && _context.Get(payload) is { } context:
                _recorder.EndpointChosen(() => _endpoints.OfAction(context, action));
                break;

            case Stop:
                _recorder.EndRequest();
                break;
        }
    }
}
