namespace PerfAnalyzers.Tool.Tracing;

/// <summary>What the name of a database system says about the text of its statements and the kind of its operations.</summary>
internal static class DbSystems
{
    private static readonly string[] s_caches = ["redis", "valkey", "memcached", "dragonfly", "garnet", "hazelcast", "ignite"];
    private static readonly string[] s_searches = ["elasticsearch", "opensearch", "solr", "meilisearch", "azure.search"];
    private static readonly string[] s_documents = ["mongodb", "cosmosdb", "azure.cosmosdb", "dynamodb", "aws.dynamodb", "couchdb", "couchbase", "ravendb", "hbase", "firestore", "influxdb", "geode", "documentdb", "litedb"];

    private static readonly string[] s_readWords =
        ["find", "get", "query", "scan", "read", "aggregate", "count", "select", "distinct", "list", "search", "batchget", "mget", "exists", "lookup", "fetch", "explain"];

    private static readonly string[] s_writeWords =
        ["insert", "update", "delete", "put", "create", "replace", "upsert", "write", "remove", "set", "drop", "batchwrite", "batchexecute", "patch", "merge", "bulk", "save", "add", "alter", "truncate", "execute"];

    /// <summary>Whether statements are SQL or something like it.</summary>
    public static bool HasSql(string system) => !Is(s_caches, system) && !Is(s_searches, system) && !Is(s_documents, system);

    /// <summary>Whether double quotes hold names, as they do everywhere but in MySQL.</summary>
    public static bool QuotesHoldNames(string system) => !system.StartsWith("mysql", StringComparison.OrdinalIgnoreCase) && !system.StartsWith("mariadb", StringComparison.OrdinalIgnoreCase);

    /// <summary>The operation of evidence for a system without SQL, from the name that the driver gives it.</summary>
    public static string Operation(string system, string word)
    {
        if (Is(s_caches, system))
            return "cache";

        if (Is(s_searches, system))
            return "search";

        return s_writeWords.Any(w => word.StartsWith(w, StringComparison.OrdinalIgnoreCase)) && !s_readWords.Any(w => word.StartsWith(w, StringComparison.OrdinalIgnoreCase))
            ? "db.write"
            : "db.read";
    }

    private static bool Is(string[] systems, string system) => systems.Contains(system, StringComparer.OrdinalIgnoreCase);
}
