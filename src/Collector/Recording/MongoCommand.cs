namespace PerfAnalyzers.Collector.Recording;

/// <summary>Whether a command of MongoDB reads or writes, by its name.</summary>
internal static class MongoCommand
{
    /// <summary>The operation; null for what the driver sends of its own accord.</summary>
    public static string? Operation(string command) => command switch
    {
        "insert" or "update" or "delete" or "findAndModify" or "bulkWrite" or "create" or "createIndexes" or "collMod" or "drop" or "dropDatabase" or "dropIndexes" or "renameCollection"
            => CommandText.Write,
        "hello" or "isMaster" or "ismaster" or "saslStart" or "saslContinue" or "authenticate" or "endSessions" or "killCursors" or "commitTransaction" or "abortTransaction"
            => null,
        _ => CommandText.Read,
    };
}
