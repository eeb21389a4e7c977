using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Names the endpoint of an <c>HttpContext</c>: HTTP method, route pattern and handler. Only what the program declared is used;
/// what a client sent, its path above all, stays out.
/// </summary>
internal sealed class EndpointResolver
{
    private static readonly string[] s_names = ["area", "controller", "action", "page"];

    private readonly Payload<object> _request = new("Request");
    private readonly Payload<string> _method = new("Method");
    private readonly Payload<object> _routePattern = new("RoutePattern");
    private readonly Payload<string> _rawText = new("RawText");
    private readonly Payload<object> _metadata = new("Metadata");
    private readonly Payload<MethodInfo> _actionMethod = new("MethodInfo");
    private readonly Payload<IEnumerable> _pageHandlers = new("HandlerMethods");
    private readonly Payload<string> _handlerVerb = new("HttpMethod");
    private readonly Payload<IDictionary<string, string?>> _routeValues = new("RouteValues");
    private readonly Payload<object> _attributeRoute = new("AttributeRouteInfo");
    private readonly Payload<string> _template = new("Template");
    private readonly ConcurrentDictionary<(object Endpoint, string Method), EndpointName> _names = new();
    private Func<object, object?>? _getEndpoint;

    /// <summary>The endpoint, or null while routing has not chosen one.</summary>
    public EndpointName? Resolve(object httpContext)
    {
        var getEndpoint = _getEndpoint ??= Bind(httpContext.GetType());
        if (getEndpoint(httpContext) is not { } endpoint)
            return null;

        return _names.GetOrAdd((endpoint, Method(httpContext)), static (key, self) => self.Name(key.Endpoint, key.Method), this);
    }

    /// <summary>The endpoint of an action that MVC has found without endpoint routing.</summary>
    public EndpointName OfAction(object httpContext, object action) =>
        _names.GetOrAdd((action, Method(httpContext)), static (key, self) => self.ActionName(key.Endpoint, key.Method), this);

    private EndpointName ActionName(object action, string method)
    {
        // Of a conventional route MVC does not say which one it was: what all of them fill in names the action.
        var pattern = _template.Get(_attributeRoute.Get(action)) ?? string.Join('/', s_names.Select(n => _routeValues.Get(action) is { } values && values.TryGetValue(n, out var value) ? value : null).Where(v => v is not null));
        return new($"{method} /{pattern.TrimStart('/')}", _actionMethod.Get(action));
    }

    private string Method(object httpContext) => KnownMethod(_method.Get(_request.Get(httpContext)));

    private EndpointName Name(object endpoint, string method)
    {
        MethodInfo? handler = null;
        IDictionary<string, string?>? values = null;
        foreach (var item in _metadata.Get(endpoint) as IEnumerable ?? Array.Empty<object>())
        {
            if (item is MethodInfo minimal)
            {
                handler ??= minimal;
            }
            else if (item?.GetType().Name == "ControllerActionDescriptor")
            {
                handler = _actionMethod.Get(item);
                values = _routeValues.Get(item);
            }
            else if (item?.GetType().Name == "CompiledPageActionDescriptor")
            {
                handler = PageHandler(item, method);
                values = _routeValues.Get(item);
            }
        }

        var pattern = Pattern(_rawText.Get(_routePattern.Get(endpoint)), values);
        return new(pattern is null ? $"{method} (no route)" : $"{method} /{pattern.TrimStart('/')}", handler);
    }

    // A page has a handler for each HTTP method. Of several for one, as OnPostSave and OnPostDelete, only what the client asks for says which, and that is told of none.
    private MethodInfo? PageHandler(object page, string method)
    {
        var handlers = (_pageHandlers.Get(page) ?? Array.Empty<object>()).Cast<object>().ToList();
        var asked = handlers.Where(h => Is(h, method)).ToList();
        // Without a handler of its own, a request for the head alone is answered by that for the whole.
        if (asked.Count == 0 && method == "HEAD")
            asked = [.. handlers.Where(h => Is(h, "GET"))];

        return asked.Count == 1 ? _actionMethod.Get(asked[0]) : null;

        bool Is(object handler, string verb) => string.Equals(_handlerVerb.Get(handler), verb, StringComparison.OrdinalIgnoreCase);
    }

    // Conventional routes are one pattern for all actions: {controller=Home}/{action=Index} says nothing until the two are filled in.
    private static string? Pattern(string? raw, IDictionary<string, string?>? values)
    {
        if (raw is null)
            return null;

        foreach (var name in s_names)
        {
            var start = raw.IndexOf("{" + name, StringComparison.OrdinalIgnoreCase);
            if (start < 0 || values is null || !values.TryGetValue(name, out var value) || value is null)
                continue;

            var end = raw.IndexOf('}', start);
            var next = start + 1 + name.Length;
            if (end > 0 && raw[next] is '}' or '=' or ':' or '?')
                raw = string.Concat(raw.AsSpan(0, start), value, raw.AsSpan(end + 1));
        }

        var clean = new StringBuilder(raw.Length);
        foreach (var c in raw)
            clean.Append(char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? '?' : c);

        return clean.ToString();
    }

    private static string KnownMethod(string? method) => method?.ToUpperInvariant() switch
    {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        "CONNECT" => "CONNECT",
        "TRACE" => "TRACE",
        _ => "OTHER",
    };

    private static Func<object, object?> Bind(Type contextType)
    {
        var type = contextType;
        while (type is not null && type.FullName != "Microsoft.AspNetCore.Http.HttpContext")
            type = type.BaseType;

        var method = type?.Assembly.GetType("Microsoft.AspNetCore.Http.EndpointHttpContextExtensions")?.GetMethod("GetEndpoint", [type]);
        if (type is null || method is null)
            return _ => null;

        return (Func<object, object?>)typeof(EndpointResolver)
            .GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [method])!;
    }

    private static Func<object, object?> Typed<TContext>(MethodInfo getEndpoint)
    {
        var call = getEndpoint.CreateDelegate<Func<TContext, object?>>();
        return context => call((TContext)context);
    }
}
