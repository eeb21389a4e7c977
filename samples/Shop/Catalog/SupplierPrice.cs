namespace Shop;

public sealed record SupplierPrice(string Sku, int Cents);
