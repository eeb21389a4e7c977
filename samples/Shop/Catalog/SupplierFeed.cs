namespace Shop;

/// <summary>What the supplier asks for a product today.</summary>
public sealed class SupplierFeed(HttpClient http)
{
    public Task<SupplierPrice?> GetAsync(string sku) =>
        http.GetFromJsonAsync<SupplierPrice>(new Uri($"prices/{Uri.EscapeDataString(sku)}", UriKind.Relative));
}
