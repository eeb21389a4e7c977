using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);

// Relative to the content root; an absolute path is taken as it is.
var database = Path.Combine(
    builder.Environment.ContentRootPath,
    builder.Configuration["Shop:DatabasePath"] ?? "shop.db");

builder.Services.AddDbContext<ShopContext>(options => options.UseSqlite($"Data Source={database}"));
builder.Services.AddScoped<IOrderLineRepository, OrderLineRepository>();
builder.Services.AddScoped<OrderReport>();
builder.Services.AddScoped<PickingList>();
builder.Services.AddScoped<Invoice>();
builder.Services.AddScoped<CategoryTree>();
builder.Services.AddScoped<ShelfContents>();
builder.Services.AddScoped<CampaignList>();
builder.Services.AddScoped<PriceRefresh>();
builder.Services.AddHttpClient<SupplierFeed>(http => http.BaseAddress = new(builder.Configuration["Shop:SupplierUrl"] ?? "http://localhost:5090/"));
builder.Services.AddSingleton<PriceCache>();
builder.Services.AddControllers();

var app = builder.Build();

if (!File.Exists(database))
{
    using var scope = app.Services.CreateScope();
    await ShopSeed.CreateAsync(scope.ServiceProvider.GetRequiredService<ShopContext>());
}

app.MapGet("/health", () => "healthy");
app.MapControllers();

await app.RunAsync();
