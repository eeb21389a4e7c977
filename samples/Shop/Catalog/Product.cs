namespace Shop;

public sealed class Product
{
    public int Id { get; set; }

    public required string Sku { get; set; }

    public required string Name { get; set; }

    public required string Shelf { get; set; }

    public int PriceCents { get; set; }
}
