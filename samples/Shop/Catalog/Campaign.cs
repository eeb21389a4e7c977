using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Shop;

/// <summary>A product of the week. Its product is loaded when somebody reads it.</summary>
public sealed class Campaign
{
    private readonly ILazyLoader? _loader;
    private Product? _product;

    public Campaign()
    {
    }

    private Campaign(ILazyLoader loader) => _loader = loader;

    public int Id { get; set; }

    public required string Slogan { get; set; }

    public int ProductId { get; set; }

    public Product? Product
    {
        get
        {
            _loader?.Load(this);
            return _product;
        }
        set => _product = value;
    }
}
