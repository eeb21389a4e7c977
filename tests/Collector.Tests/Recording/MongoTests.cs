using MongoDB.Bson;
using MongoDB.Driver;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>The real driver of MongoDB, which tells of its commands as activities, and what its server was asked.</summary>
[Collection(Scopes.OneAtATime.Name)]
public sealed class MongoTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_command_has_the_line_that_asked_for_it(bool waits)
    {
        using var server = new MongoServer();
        using var client = new MongoClient(new MongoClientSettings
        {
            Server = new("127.0.0.1", server.Port),
            ServerApi = new(ServerApiVersion.V1),
            MaxConnectionPoolSize = waits ? 1 : 100,
        });
        var orders = client.GetDatabase("shop").GetCollection<BsonDocument>("orders");
        using var shop = new RecordedShop();

        // With one connection for all, most commands wait for it and are sent from a bare stack.
        await shop.RequestAsync(async _ =>
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(id => FindAsync(orders, id)));
            InBatches(orders);
            orders.InsertOne(new("_id", 9));
        });

        Assert.Equal((8 + 1, 1, 1), (server.Asked.Count(a => a == "find"), server.Asked.Count(a => a == "getMore"), server.Asked.Count(a => a == "insert")));
        Assert.Equal((8.0, "db.read", (string?)null), (shop.Site(nameof(FindAsync)).Calls, shop.Site(nameof(FindAsync)).Operation, shop.Site(nameof(FindAsync))[Field.Keys]));
        Assert.Equal(2, shop.Site(nameof(InBatches)).Calls);
        Assert.Equal(1, shop.Site(nameof(Every_command_has_the_line_that_asked_for_it)).Calls);
        Assert.Equal(11, shop.Snapshot().OfKind(RecordKind.Site).Where(s => s.Via is null).Sum(s => s.Calls));
        Assert.Null(shop.Snapshot().Header[Field.Unattributed]);
    }

    private static async Task FindAsync(IMongoCollection<BsonDocument> orders, int id)
    {
        var found = await orders.Find(new BsonDocument("_id", id)).ToListAsync();
        Assert.Equal(2, found.Count);
    }

    private static void InBatches(IMongoCollection<BsonDocument> orders)
    {
        var found = orders.Find(new BsonDocument(), new() { BatchSize = 2 }).ToList();
        Assert.Equal(4, found.Count);
    }
}
