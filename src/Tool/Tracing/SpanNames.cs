using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>From the attributes of a span to what it is called and what it did, by the conventions of OpenTelemetry, old and new.</summary>
internal sealed class SpanNames(SpanTexts texts)
{
    private const int MaxStatement = 160;

    /// <summary>The shape of a key.</summary>
    public SpanShape Of(in ShapeKey key)
    {
        var statement = key.Statement == StatementPool.None ? null : texts.Statements[key.Statement];
        var operation = key.Kind is SpanKind.Client or SpanKind.Producer ? Operation(key, statement) : null;
        var name = key.Kind switch
        {
            SpanKind.Server => Server(key),
            SpanKind.Consumer => Messaging(key, "process") ?? Named(key),
            SpanKind.Client or SpanKind.Producer => Outgoing(key, statement) ?? Named(key),
            _ => Named(key),
        };
        return new(name, operation, key.Statement, Place(key, statement), operation is "db.read" or "db.write" && IsConnect(key, statement));
    }

    private string Server(in ShapeKey key)
    {
        var method = Method(Text(key, SpanAttribute.HttpMethod));
        if (Text(key, SpanAttribute.HttpRoute) is { Length: > 0 } route)
            return Join(method, "/" + route.TrimStart('/'));

        if (Rpc(key) is { } rpc)
            return rpc;

        // Some name a span by method and route, which is better than the path that a client sent.
        var name = Named(key);
        var path = Text(key, SpanAttribute.Url);
        var space = name.IndexOf(' ');
        if (space > 0 && Method(name[..space]) is { Length: > 0 } verb && IsRoute(name.AsSpan(space + 1), path))
            return Join(verb, "/" + name[(space + 1)..].TrimStart('/'));

        return path.Length > 0 ? Join(method, "/" + path.TrimStart('/')) : name;
    }

    private string? Outgoing(in ShapeKey key, SpanStatement? statement)
    {
        if (statement is { Operation: not null, Text.Length: > 0 })
            return statement.Text.Length <= MaxStatement ? statement.Text : statement.Text[..MaxStatement];

        if (Text(key, SpanAttribute.DbSystem) is { Length: > 0 } system)
        {
            var word = Text(key, SpanAttribute.DbOperation) is { Length: > 0 } given ? given : statement?.Text ?? "";
            var what = Join(word, Text(key, SpanAttribute.DbCollection));
            return what.Length == 0 ? null : DbSystems.HasSql(system) ? what : $"{system} {what}";
        }

        return Rpc(key) ?? Messaging(key, key.Kind == SpanKind.Producer ? "publish" : "receive") ??
            (Text(key, SpanAttribute.Url) is { Length: > 0 } path ? Join(Method(Text(key, SpanAttribute.HttpMethod)), "/" + path.TrimStart('/')) : null);
    }

    // shop.Orders/Get; the new conventions have both in rpc.method.
    private string? Rpc(in ShapeKey key)
    {
        var (service, method) = (Text(key, SpanAttribute.RpcService), Text(key, SpanAttribute.RpcMethod));
        if (Text(key, SpanAttribute.RpcSystem).Length == 0 && (service.Length == 0 || method.Length == 0))
            return null;

        return service.Length == 0 || method.Contains('/') ? method.Length == 0 ? null : method : $"{service}/{method}";
    }

    private string? Messaging(in ShapeKey key, string verb)
    {
        var destination = Text(key, SpanAttribute.MessagingDestination);
        if (destination.Length == 0)
            return null;

        return Join(Text(key, SpanAttribute.MessagingOperation) is { Length: > 0 } operation ? operation : verb, destination);
    }

    private string Operation(in ShapeKey key, SpanStatement? statement)
    {
        var system = Text(key, SpanAttribute.DbSystem);
        if (statement?.Operation is { } sql)
            return sql;

        var rpc = Text(key, SpanAttribute.RpcSystem);
        if (system.Length > 0)
        {
            var word = Text(key, SpanAttribute.DbOperation) is { Length: > 0 } given ? given : statement?.Text is { Length: > 0 } command ? command : Named(key);
            return DbSystems.Operation(system, word);
        }

        if (rpc.Length > 0)
            return rpc == "aws-api" ? Aws(key) : rpc.Contains("grpc", StringComparison.OrdinalIgnoreCase) ? "grpc" : "rpc";

        if (Text(key, SpanAttribute.MessagingSystem).Length > 0 || key.Kind == SpanKind.Producer)
            return "queue";

        return Text(key, SpanAttribute.HttpMethod).Length > 0 || Text(key, SpanAttribute.Url).Length > 0 ? "http" : "remote";
    }

    private string Aws(in ShapeKey key) => Text(key, SpanAttribute.RpcService).ToUpperInvariant() switch
    {
        "S3" => "blob",
        "SQS" or "SNS" or "KINESIS" => "queue",
        "DYNAMODB" => DbSystems.Operation("dynamodb", Text(key, SpanAttribute.RpcMethod)),
        _ => "http",
    };

    private bool IsConnect(in ShapeKey key, SpanStatement? statement)
    {
        if (statement is not null)
            return false;

        var word = Text(key, SpanAttribute.DbOperation) is { Length: > 0 } given ? given : Named(key);
        return word.Contains("connect", StringComparison.OrdinalIgnoreCase) || word.StartsWith("open", StringComparison.OrdinalIgnoreCase);
    }

    private CodePlace Place(in ShapeKey key, SpanStatement? statement)
    {
        var file = Text(key, SpanAttribute.CodeFile);
        var member = Member(key, file);
        var tag = statement?.Place ?? CodePlace.Unknown;

        // Where the attributes name a line, it is where the call stands; the tag may have been put on the query elsewhere.
        if (file.Length > 0 && (key.Line > 0 || !tag.IsKnown))
            return new(member, file, key.Line > 0 ? key.Line : null);

        return tag.IsKnown ? tag : member is null ? CodePlace.Unknown : new(member, null, null);
    }

    private MemberKey? Member(in ShapeKey key, string file)
    {
        var function = Text(key, SpanAttribute.CodeFunction);
        if (function.Length == 0 || (file.Length > 0 && !file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
            return null;

        var space = Text(key, SpanAttribute.CodeNamespace);
        var name = space.Length == 0 || function.StartsWith(space + ".", StringComparison.Ordinal) ? function : $"{space}.{function}";
        var open = name.IndexOf('(');
        return DotNetName.OfMember(open < 0 ? name : name[..open])?.Key;
    }

    private string Named(in ShapeKey key) => texts.Names[key.Name] is { Length: > 0 } name ? name : "(unnamed)";

    private string Text(in ShapeKey key, SpanAttribute attribute) => texts.PoolOf(attribute)[key.Texts[(int)attribute]];

    // With a place for a value in it, and as long as the path that it stands for; or for want of a path.
    private static bool IsRoute(ReadOnlySpan<char> text, string path) => path.Length == 0
        ? text.IndexOfAny('/', '{') >= 0
        : text.IndexOfAny('{', ':') >= 0 && text.Trim('/').Count('/') == path.AsSpan().Trim('/').Count('/');

    private static string Method(string method) =>
        method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "QUERY" or "TRACE" or "CONNECT" ? method : "";

    private static string Join(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first} {second}";
}
