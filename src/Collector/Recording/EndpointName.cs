using System.Reflection;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>A kind of root operation: <c>GET /accounts/{id}/report</c> and the method that handles it.</summary>
/// <param name="Name">HTTP method and route pattern; never a path that a client sent.</param>
/// <param name="Handler">The action or delegate that handles it, when the framework says.</param>
internal sealed record EndpointName(string Name, MethodInfo? Handler);
