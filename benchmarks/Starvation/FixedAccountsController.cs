using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop;

namespace PerfAnalyzers.Benchmarks.Starvation;

/// <summary>Shop's <see cref="AccountsController"/> as the fix of PERF2001 leaves it, on a route of its own.</summary>
[ApiController]
public sealed class FixedAccountsController(ShopContext db) : ControllerBase
{
    [HttpGet("fixed/accounts/{id:int}")]
    public async Task<ActionResult<AccountSummary>> Get(int id)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(candidate => candidate.Id == id);

        if (account is null)
            return NotFound();

        var orders = await db.Orders.CountAsync(order => order.AccountId == id);

        return new AccountSummary(account.Id, account.Name, orders);
    }
}
