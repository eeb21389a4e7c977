using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>As much of a MongoDB server as a driver needs to find documents and to insert some: it answers, and knows what it was asked.</summary>
internal sealed class MongoServer : IDisposable
{
    private const int Message = 2013;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _asked = new();

    public MongoServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The commands that are not about the connection.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public void Dispose() => _listener.Dispose();

    private static BsonDocument Cursor(long id, int first, string batch) => new()
    {
        { "cursor", new BsonDocument { { "id", id }, { "ns", "shop.orders" }, { batch, new BsonArray { new BsonDocument("_id", first), new BsonDocument("_id", first + 1) } } } },
        { "ok", 1 },
    };

    // A second batch follows for those that are asked in batches.
    private static BsonDocument Answer(BsonDocument command) => command.GetElement(0).Name switch
    {
        "hello" => new()
        {
            { "isWritablePrimary", true }, { "helloOk", true }, { "maxBsonObjectSize", 16_777_216 }, { "maxMessageSizeBytes", 48_000_000 }, { "maxWriteBatchSize", 100_000 },
            { "connectionId", 1 }, { "minWireVersion", 0 }, { "maxWireVersion", 21 }, { "readOnly", false }, { "ok", 1 },
        },
        "find" => Cursor(command.Contains("batchSize") ? 7 : 0, 1, "firstBatch"),
        "getMore" => Cursor(0, 3, "nextBatch"),
        _ => new() { { "n", 1 }, { "ok", 1 } },
    };

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var header = new byte[16];
            while (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) == header.Length)
            {
                var rest = new byte[BinaryPrimitives.ReadInt32LittleEndian(header) - header.Length];
                await stream.ReadExactlyAsync(rest);

                // Flags, the kind of the first section, and the command.
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest.AsSpan(5));
                var command = BsonSerializer.Deserialize<BsonDocument>(rest[5..(5 + length)]);
                if (command.GetElement(0).Name is var name && name is not ("hello" or "endSessions"))
                    _asked.Enqueue(name);

                await stream.WriteAsync(Reply(BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4)), Answer(command).ToBson()));
            }
        }
    }

    private static byte[] Reply(int request, byte[] document)
    {
        var reply = new byte[16 + 5 + document.Length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(8), request);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(12), Message);
        document.CopyTo(reply, 21);
        return reply;
    }
}
