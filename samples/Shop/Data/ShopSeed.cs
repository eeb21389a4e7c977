using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Makes the database, with the same rows every time, so that two runs can be compared.</summary>
public static class ShopSeed
{
    /// <summary>One order in 80 belongs to this account.</summary>
    public const int LargeAccount = 1;

    /// <summary>One order in 500 belongs to this account.</summary>
    public const int SmallAccount = 2;

    public const int Orders = 20_000;

    public const int Products = 500;

    public const int Categories = 31;

    public const int Campaigns = 12;

    private const int Accounts = 1_000;

    // The rows are made inside the database: one statement a table, whatever the number of rows.
    private static readonly string[] Statements =
    [
        $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Accounts})
        INSERT INTO Accounts (Id, Name) SELECT i, 'Account ' || i FROM n
        """,
        $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Products})
        INSERT INTO Products (Id, Sku, Name, Shelf, PriceCents)
        SELECT i, printf('SKU-%04d', i), 'Product ' || i, char(65 + i % 26) || '-' || (i % 40), 199 + i * 37 % 9000 FROM n
        """,
        $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Campaigns})
        INSERT INTO Campaigns (Id, Slogan, ProductId) SELECT i, 'Week ' || i, i * 7 FROM n
        """,
        $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Categories})
        INSERT INTO Categories (Id, ParentId, Name) SELECT i, CASE WHEN i > 1 THEN i / 2 END, 'Category ' || i FROM n
        """,
        $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Orders})
        INSERT INTO Orders (Id, AccountId, CustomerReference, PlacedOn)
        SELECT i,
               CASE WHEN i % 80 = 0 THEN {LargeAccount} WHEN i % 500 = 1 THEN {SmallAccount} ELSE 3 + i % {Accounts - 2} END,
               printf('PO-%06d', i * 7919 % 1000000),
               date('2025-01-01', '+' || (i % 365) || ' days')
        FROM n
        """,
        $"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Orders}),
                       k(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM k WHERE j < 5)
        INSERT INTO OrderLines (OrderId, ProductId, Quantity, UnitPriceCents)
        SELECT i, 1 + (i * 5 + j) * 31 % {Products}, 1 + (i + j) % 9, 199 + (1 + (i * 5 + j) * 31 % {Products}) * 37 % 9000
        FROM n JOIN k ON j <= 1 + i / 80 % 5
        ORDER BY i, j
        """,
    ];

    public static async Task CreateAsync(ShopContext db)
    {
        await db.Database.EnsureCreatedAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();

        foreach (var statement in Statements)
            await db.Database.ExecuteSqlRawAsync(statement);

        await transaction.CommitAsync();
    }
}
