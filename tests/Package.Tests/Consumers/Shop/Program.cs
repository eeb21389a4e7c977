using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shop;

using var connection = new SqliteConnection("Data Source=:memory:");
connection.Open();
var counter = new CommandCounter();
var options = new DbContextOptionsBuilder<ShopContext>().UseSqlite(connection).AddInterceptors(counter).Options;

foreach (var count in new[] { 3, 30 })
{
    await using var db = new ShopContext(options);
    await db.Database.EnsureDeletedAsync();
    await db.Database.EnsureCreatedAsync();

    // Customer 2 is missing and customers repeat, so that a batch has to keep both.
    db.Customers.AddRange(new Customer { Id = 1, Name = "Ada" }, new Customer { Id = 3, Name = "Grace" });
    db.Orders.AddRange(Enumerable.Range(1, count).Select(i => new Order { Id = i, CustomerId = 1 + i % 3 }));
    await db.SaveChangesAsync();
    db.ChangeTracker.Clear();

    var orders = await db.Orders.AsNoTracking().OrderBy(o => o.Id).ToListAsync();
    counter.Count = 0;
    var names = await CustomerNames.OfAsync(db, orders);
    Console.WriteLine($"{count} orders: {string.Join(",", names)}");
    Console.WriteLine($"{count} orders: {counter.Count} commands");
}
