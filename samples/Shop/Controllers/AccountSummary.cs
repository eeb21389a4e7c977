namespace Shop;

public sealed record AccountSummary(int Id, string Name, int Orders);
