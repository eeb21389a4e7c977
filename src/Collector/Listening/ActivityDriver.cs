using System.Diagnostics;
using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>A driver that tells of its commands as activities.</summary>
/// <param name="IsBehindEntityFramework">Whether EF Core may have announced the same command.</param>
/// <param name="Operation">What a finished activity was; null for one that is no round trip of its own: a connection that is opened, an operation that sends commands.</param>
internal sealed record ActivityDriver(bool IsBehindEntityFramework, Func<Activity, string?> Operation)
{
    private static readonly ActivityDriver s_sql = new(true, Sql);
    private static readonly ActivityDriver s_mongo = new(false, a => a.GetTagItem("db.command.name") is string command ? MongoCommand.Operation(command) : null);

    /// <summary>The driver whose source it is; null for any other source.</summary>
    public static ActivityDriver? Of(ActivitySource source) => source.Name switch
    {
        "Npgsql" or "MySqlConnector" => s_sql,
        "MongoDB.Driver" => s_mongo,
        _ => null,
    };

    // The tag has had both names.
    private static string? Sql(Activity activity) =>
        (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string text ? CommandText.Operation(text, returnsRows: true) : null;
}
