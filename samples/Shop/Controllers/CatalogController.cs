using Microsoft.AspNetCore.Mvc;

namespace Shop;

[ApiController]
public sealed class CatalogController(CategoryTree tree, PriceRefresh refresh, ShelfContents shelves) : ControllerBase
{
    [HttpGet("categories")]
    public Task<IReadOnlyList<string>> GetCategories() => tree.BelowAsync(null);

    [HttpGet("shelves/{shelf}")]
    public Task<IReadOnlyList<string>> GetShelf(string shelf) => shelves.OnAsync(shelf);

    [HttpPost("aisles/{aisle}/prices")]
    public Task<int> Refresh(string aisle) => refresh.RunAsync(aisle);
}
