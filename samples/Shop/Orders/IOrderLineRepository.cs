namespace Shop;

public interface IOrderLineRepository
{
    Task<List<OrderLine>> GetAsync(int orderId);
}
