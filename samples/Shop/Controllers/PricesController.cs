using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
public sealed class PricesController(ShopContext db, PriceCache cache) : ControllerBase
{
    [HttpGet("prices/{sku}")]
    public async Task<ActionResult<string>> Get(string sku, string currency = "EUR")
    {
        var product = await db.Products.SingleOrDefaultAsync(candidate => candidate.Sku == sku);

        if (product is null)
            return NotFound();

        return cache.GetOrAdd(
            $"{sku} {currency}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{product.PriceCents / 100m:0.00} {currency}"));
    }
}
