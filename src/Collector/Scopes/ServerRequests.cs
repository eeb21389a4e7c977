using PerfAnalyzers.Collector.Listening;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>The requests to one server, whoever sends them.</summary>
internal sealed class ServerRequests(IServiceProvider server) : IRecordedFlow
{
    private readonly Payload<IServiceProvider> _requestServices = new("RequestServices");
    private readonly object _lifetime = HostLifetime.Find(server)
        ?? throw new ArgumentException("These are not the services of a host: it has no IHostApplicationLifetime.", nameof(server));

    public bool IsCurrent => false;

    public bool Owns(object httpContext) => HostLifetime.Find(_requestServices.Get(httpContext)) == _lifetime;
}
