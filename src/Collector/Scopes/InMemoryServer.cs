using System.Runtime.CompilerServices;
using PerfAnalyzers.Collector.Listening;

namespace PerfAnalyzers.Collector.Scopes;

/// <summary>
/// ASP.NET Core's <c>TestServer</c>. Unless told otherwise it runs a request in a flow of its own, so that nothing would tell which test sent it: here it is told otherwise.
/// </summary>
internal sealed class InMemoryServer : IDiagnosticSource
{
    private const string Server = "Microsoft.AspNetCore.TestHost.TestServer";
    private const string Preserve = "PreserveExecutionContext";

    private static readonly Payload<IServiceProvider> s_services = new("Services");
    private static readonly Payload<IServiceProvider> s_requestServices = new("RequestServices");
    private static readonly ConditionalWeakTable<object, StrongBox<bool>> s_servers = [];

    /// <summary>Whether a request to the server may have lost its sender's flow: one whose first request is not carried has made clients that never will be.</summary>
    public static bool LosesFlow(object httpContext)
    {
        var type = Type("Microsoft.AspNetCore.Hosting.Server.Abstractions", "Microsoft.AspNetCore.Hosting.Server.IServer");
        var server = type is null ? null : s_requestServices.Get(httpContext)?.GetService(type);
        return server?.GetType().FullName == Server && s_servers.GetValue(server, s => new(StartsToKeepFlow(s))).Value;
    }

    public bool Listens(string listener) => listener == "Microsoft.Extensions.Hosting";

    public bool Wants(string eventName) => eventName == "HostBuilt";

    public void On(string eventName, object? payload)
    {
        if (s_services.Get(payload) is not { } services ||
            Type("Microsoft.AspNetCore.TestHost", "Microsoft.AspNetCore.TestHost.TestServerOptions") is not { } options ||
            Type("Microsoft.Extensions.Options", "Microsoft.Extensions.Options.IOptions`1")?.MakeGenericType(options) is not { } accessor ||
            services.GetService(accessor) is not { } found)
        {
            return;
        }

        options.GetProperty(Preserve)?.SetValue(accessor.GetProperty("Value")!.GetValue(found), true);
    }

    // Whether it did not so far.
    private static bool StartsToKeepFlow(object server)
    {
        if (server.GetType().GetProperty(Preserve) is not { } preserve || preserve.GetValue(server) is not false)
            return false;

        preserve.SetValue(server, true);
        return true;
    }

    private static Type? Type(string assembly, string type) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == assembly)?.GetType(type);
}
