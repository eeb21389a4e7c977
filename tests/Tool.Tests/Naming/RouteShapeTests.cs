using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Tests.Naming;

/// <summary>What may be kept of URLs and of the names of operations.</summary>
public sealed class RouteShapeTests
{
    [Theory]
    [InlineData("/orders/38/report", "/orders/{id}/report")]
    [InlineData("https://shop.example:5001/api/v2/orders/38?full=1&token=abc#x", "/api/v2/orders/{id}")]
    [InlineData("https://shop.example", "/")]
    [InlineData("/", "/")]
    [InlineData("/users/ann@shop.example/orders", "/users/{id}/orders")]
    [InlineData("/users/ann%40shop.example", "/users/{id}")]
    [InlineData("/cache/k1", "/cache/{id}")]
    [InlineData("/items/6f9619ff-8b86-d011-b42d-00cf4fc964ff", "/items/{id}")]
    [InlineData("/items/c0ffee42deadbeef", "/items/{id}")]
    [InlineData("/assets/app.3f2c1e9b.js", "/assets/{id}.js")]
    [InlineData("/assets/site.css", "/assets/site.css")]
    [InlineData("/oauth2/token", "/oauth2/token")]
    [InlineData("/a;jsessionid=12AB/b", "/a/b")]
    public void Of_a_URL_the_shape_is_kept(string url, string shape) => Assert.Equal(shape, RouteShape.OfUrl(url));

    [Theory]
    [InlineData("accounts/{id:int}/report", "/accounts/{id:int}/report")]
    [InlineData("/accounts/{id?}", "/accounts/{id?}")]
    [InlineData("", "/")]
    [InlineData("/?token=secret", "/")]
    [InlineData("/a{b?token=secret", "/{id}")]
    [InlineData("/files/Quarterly%20report", "/files/{id}")]
    public void An_endpoint_begins_with_a_slash(string path, string shape) => Assert.Equal(shape, RouteShape.Of(path));

    [Theory]
    [InlineData("/orders/{id:int}/report", "/orders/{id:int}/report")]
    [InlineData("api/v1/orders/{orderId}", "api/v1/orders/{orderId}")]
    [InlineData("/orders/12345", "/orders/{id}")]
    public void Of_a_route_the_pattern_is_kept(string route, string shape) => Assert.Equal(shape, RouteShape.OfRoute(route));

    [Theory]
    [InlineData("GET /orders/38/report?x=1", "GET /orders/{id}/report")]
    [InlineData("Shop.OrderReport.BuildAsync", "Shop.OrderReport.BuildAsync")]
    [InlineData("send mail to ann@shop.example", "send mail to {id}")]
    [InlineData("user:4711 loaded", "user:{id} loaded")]
    [InlineData("find 'Ann O''Hara'", "find ?")]
    [InlineData("SELECT * FROM users WHERE name = 'ann'", "SELECT * FROM users WHERE name = ?")]
    public void Of_a_name_what_changes_is_left_behind(string name, string shape) => Assert.Equal(shape, RouteShape.OfName(name));
}
