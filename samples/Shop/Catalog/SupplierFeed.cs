namespace Shop;

/// <summary>What the supplier asks for a product today.</summary>
public sealed class SupplierFeed(HttpClient http)
{
    public Task<SupplierPrice?> GetAsync(string sku) =>
        http.GetFromJsonAsync<SupplierPrice>(new Uri($"prices/{Uri.EscapeDataString(sku)}", UriKind.Relative));

    /// <summary>What two products cost beside each other.</summary>
    public async Task<IReadOnlyList<SupplierPrice?>> CompareAsync(string sku, string other)
    {
        var price = await GetAsync(sku);
        var otherPrice = await GetAsync(other);

        return [price, otherPrice];
    }
}
