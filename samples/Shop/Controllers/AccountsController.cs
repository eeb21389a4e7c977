using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
public sealed class AccountsController(ShopContext db) : ControllerBase
{
    [HttpGet("accounts/{id:int}")]
    public ActionResult<AccountSummary> Get(int id)
    {
        var account = db.Accounts.SingleOrDefaultAsync(candidate => candidate.Id == id).Result;

        if (account is null)
            return NotFound();

        var orders = db.Orders.CountAsync(order => order.AccountId == id).Result;

        return new AccountSummary(account.Id, account.Name, orders);
    }
}
