using System.Reflection;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Knows the generic host of the program, if it has one, so that it can be asked to stop as its own Ctrl-C would: requests finish,
/// hosted services are told, files are closed.
/// </summary>
internal sealed class HostLifetime : IDiagnosticSource
{
    private readonly Payload<IServiceProvider> _services = new("Services");
    private readonly Payload<IServiceProvider> _requestServices = new("RequestServices");
    private object? _host;
    private object? _lifetime;

    public bool Listens(string listener) => listener == "Microsoft.Extensions.Hosting";

    public bool Wants(string eventName) => eventName == "HostBuilt";

    public void On(string eventName, object? payload) => _host = payload;

    /// <summary>A request leads to the host too, for one that was built without the usual builder.</summary>
    public void SeenRequest(object httpContext)
    {
        if (_lifetime is null && _host is null)
            _lifetime = Find(_requestServices.Get(httpContext)) ?? _lifetime;
    }

    /// <summary>Asks the host to stop; false when there is none to ask.</summary>
    public bool TryStop()
    {
        try
        {
            if ((_lifetime ?? Find(_services.Get(_host))) is not { } lifetime)
                return false;

            lifetime.GetType().GetMethod("StopApplication", BindingFlags.Public | BindingFlags.Instance)!.Invoke(lifetime, null);
            return true;
        }
        catch (Exception)
        {
            // A host that was disposed already is on its way out.
            return false;
        }
    }

    /// <summary>The lifetime of the host that these services are of, which is the same object for each of its scopes; null when there is none.</summary>
    public static object? Find(IServiceProvider? services)
    {
        if (services is null)
            return null;

        const string assembly = "Microsoft.Extensions.Hosting.Abstractions";
        var abstractions = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == assembly);
        var type = abstractions?.GetType("Microsoft.Extensions.Hosting.IHostApplicationLifetime");
        return type is null ? null : services.GetService(type);
    }
}
