using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController]
public sealed class CatalogController(CategoryTree tree, PriceRefresh refresh) : ControllerBase
{
    [HttpGet("categories")]
    public Task<IReadOnlyList<string>> GetCategories() => tree.BelowAsync(null);

    [HttpPost("aisles/{aisle}/prices")]
    public Task<int> Refresh(string aisle) => refresh.RunAsync(aisle);
}
