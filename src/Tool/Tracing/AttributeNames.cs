using System.Text;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>From an attribute's name, as bytes, to what it means: without an allocation, because a trace file has some ten names for each span.</summary>
internal static class AttributeNames
{
    private const int Buckets = 512;

    private static readonly (byte[] Name, SpanAttribute Attribute, byte Rank)[] s_names =
    [
        // The higher rank wins where a span has the old and the new name.
        Named("http.request.method", SpanAttribute.HttpMethod, 2),
        Named("http.method", SpanAttribute.HttpMethod, 1),
        Named("http.route", SpanAttribute.HttpRoute, 1),
        Named("url.full", SpanAttribute.Url, 4),
        Named("http.url", SpanAttribute.Url, 3),
        Named("http.target", SpanAttribute.Url, 2),
        Named("url.path", SpanAttribute.Url, 2),
        Named("http.path", SpanAttribute.Url, 1),
        Named("db.system.name", SpanAttribute.DbSystem, 3),
        Named("db.system", SpanAttribute.DbSystem, 2),
        Named("db.type", SpanAttribute.DbSystem, 1),
        Named("db.query.text", SpanAttribute.DbStatement, 3),
        Named("db.statement", SpanAttribute.DbStatement, 2),
        Named("sql.query", SpanAttribute.DbStatement, 1),
        Named("db.operation.name", SpanAttribute.DbOperation, 3),
        Named("db.operation", SpanAttribute.DbOperation, 2),
        Named("db.cosmosdb.operation_type", SpanAttribute.DbOperation, 1),
        Named("db.collection.name", SpanAttribute.DbCollection, 3),
        Named("db.sql.table", SpanAttribute.DbCollection, 2),
        Named("db.mongodb.collection", SpanAttribute.DbCollection, 2),
        Named("db.cassandra.table", SpanAttribute.DbCollection, 2),
        Named("db.cosmosdb.container", SpanAttribute.DbCollection, 2),
        Named("db.response.returned_rows", SpanAttribute.DbRows, 1),
        Named("rpc.system.name", SpanAttribute.RpcSystem, 2),
        Named("rpc.system", SpanAttribute.RpcSystem, 1),
        Named("rpc.service", SpanAttribute.RpcService, 1),
        Named("rpc.method", SpanAttribute.RpcMethod, 1),
        Named("messaging.system", SpanAttribute.MessagingSystem, 1),
        Named("messaging.destination.template", SpanAttribute.MessagingDestination, 3),
        Named("messaging.destination.name", SpanAttribute.MessagingDestination, 2),
        Named("messaging.destination", SpanAttribute.MessagingDestination, 1),
        Named("messaging.operation.name", SpanAttribute.MessagingOperation, 3),
        Named("messaging.operation.type", SpanAttribute.MessagingOperation, 2),
        Named("messaging.operation", SpanAttribute.MessagingOperation, 1),
        Named("code.function.name", SpanAttribute.CodeFunction, 2),
        Named("code.function", SpanAttribute.CodeFunction, 1),
        Named("code.namespace", SpanAttribute.CodeNamespace, 1),
        Named("code.file.path", SpanAttribute.CodeFile, 2),
        Named("code.filepath", SpanAttribute.CodeFile, 1),
        Named("code.line.number", SpanAttribute.CodeLine, 2),
        Named("code.lineno", SpanAttribute.CodeLine, 1),
        Named("span.kind", SpanAttribute.Kind, 1),
    ];

    private static readonly int[] s_first = new int[Buckets];
    private static readonly int[] s_next = Link();

    private static ReadOnlySpan<byte> ParameterPrefix => "db.query.parameter."u8;

    /// <summary>What the name means, and how much it counts against other names of the same.</summary>
    public static (SpanAttribute Attribute, byte Rank) Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < 7)
            return default;

        for (var i = s_first[Bucket(name)]; i >= 0; i = s_next[i])
        {
            if (name.SequenceEqual(s_names[i].Name))
                return (s_names[i].Attribute, s_names[i].Rank);
        }

        return name.StartsWith(ParameterPrefix) ? (SpanAttribute.DbParameter, (byte)1) : default;
    }

    private static (byte[] Name, SpanAttribute Attribute, byte Rank) Named(string name, SpanAttribute attribute, byte rank) => (Encoding.UTF8.GetBytes(name), attribute, rank);

    private static int[] Link()
    {
        Array.Fill(s_first, -1);
        var next = new int[s_names.Length];
        for (var i = 0; i < s_names.Length; i++)
        {
            var bucket = Bucket(s_names[i].Name);
            next[i] = s_first[bucket];
            s_first[bucket] = i;
        }

        return next;
    }

    private static int Bucket(ReadOnlySpan<byte> name) => ((name.Length * 31) + (name[3] * 7) + (name[^1] * 13) + (name[name.Length / 2] * 17) + (name[^4] * 5)) & (Buckets - 1);
}
