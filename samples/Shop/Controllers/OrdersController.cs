using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
public sealed class OrdersController(ShopContext db, PickingList pickingList, Invoice invoice) : ControllerBase
{
    [HttpGet("orders")]
    public async Task<IReadOnlyList<Order>> Find(string reference) =>
        await db.Orders.Where(order => order.CustomerReference == reference).ToListAsync();

    [HttpGet("orders/{id:int}/picking-list")]
    public async Task<ContentResult> GetPickingList(int id) => Content(await pickingList.BuildAsync(id), "text/plain");

    [HttpGet("orders/{id:int}/total")]
    public async Task<ActionResult<int>> GetTotal(int id) => await invoice.TotalCentsAsync(id) is { } cents ? cents : NotFound();
}
