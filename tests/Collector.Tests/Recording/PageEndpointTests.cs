using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using PerfAnalyzers.Collector.Listening;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>Razor Pages, as routing has them once a page is loaded: the handler is the member that a budget stands on.</summary>
public sealed class PageEndpointTests
{
    [Theory]
    [InlineData("GET", "OnGetAsync")]
    [InlineData("HEAD", "OnGetAsync")]
    [InlineData("PUT", "OnPut")]
    // Which of two is run the client says.
    [InlineData("POST", null)]
    // The page alone, without a handler.
    [InlineData("DELETE", null)]
    public void A_page_is_its_handler(string method, string? handler)
    {
        var page = new CompiledPageActionDescriptor
        {
            RouteValues = { ["page"] = "/Orders/Index" },
            HandlerMethods = [Handler("Get", nameof(Model.OnGetAsync)), Handler("Put", nameof(Model.OnPut)), Handler("Post", nameof(Model.OnPostSave)), Handler("Post", nameof(Model.OnPostDelete))],
        };
        var context = new DefaultHttpContext { Request = { Method = method } };
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("Orders/{id:int?}"), 0, new(page), "page"));

        var name = new EndpointResolver().Resolve(context)!;
        Assert.Equal($"{method} /Orders/{{id:int?}}", name.Name);
        Assert.Equal(handler, name.Handler?.Name);
    }

    private static HandlerMethodDescriptor Handler(string method, string name) =>
        new() { HttpMethod = method, MethodInfo = typeof(Model).GetMethod(name, BindingFlags.Public | BindingFlags.Static)! };

    private static class Model
    {
        public static Task OnGetAsync() => Task.CompletedTask;

        public static void OnPut()
        {
        }

        public static void OnPostSave()
        {
        }

        public static void OnPostDelete()
        {
        }
    }
}
