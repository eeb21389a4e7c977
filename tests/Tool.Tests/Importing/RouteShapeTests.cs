using PerfAnalyzers.Tool.Importing;

namespace PerfAnalyzers.Tool.Tests.Importing;

public sealed class RouteShapeTests
{
    [Theory]
    [InlineData("/accounts/17/report?x=1", "/accounts/{id}/report")]
    [InlineData("https://shop.example/api/v2/orders/9f1c2d3e-0000-4000-8000-000000000001#a", "/api/v2/orders/{id}")]
    [InlineData("/users/ann@example.org/edit", "/users/{id}/edit")]
    [InlineData("accounts/{id:int}/report", "/accounts/{id:int}/report")]
    [InlineData("", "/")]
    [InlineData("/?token=secret", "/")]
    [InlineData("/files/Quarterly%20report", "/files/{id}")]
    public void What_may_be_a_value_is_left_out(string path, string shape) => Assert.Equal(shape, RouteShape.Of(path));
}
