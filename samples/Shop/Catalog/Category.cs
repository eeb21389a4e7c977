namespace Shop;

public sealed class Category
{
    public int Id { get; set; }

    /// <summary>Nothing for a category of the front page.</summary>
    public int? ParentId { get; set; }

    public required string Name { get; set; }
}
