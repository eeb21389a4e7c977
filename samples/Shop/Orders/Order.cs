namespace Shop;

public sealed class Order
{
    public int Id { get; set; }

    public int AccountId { get; set; }

    public required string CustomerReference { get; set; }

    public DateOnly PlacedOn { get; set; }
}
