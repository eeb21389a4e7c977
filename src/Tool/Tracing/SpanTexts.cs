using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The texts of spans, by what may be kept of each.</summary>
internal sealed class SpanTexts
{
    private readonly TextPool _words = new(t => Cut(t, 100));
    private readonly TextPool _urls = new(RouteShape.OfUrl);
    private readonly TextPool _routes = new(RouteShape.OfRoute);
    private readonly TextPool _code = new(t => Cut(t, 1000));

    /// <summary>The names of spans and of what they go to.</summary>
    public TextPool Names { get; } = new(RouteShape.OfName);

    public StatementPool Statements { get; } = new();

    /// <summary>The pool that holds an attribute's texts.</summary>
    public TextPool PoolOf(SpanAttribute attribute) => attribute switch
    {
        SpanAttribute.Url => _urls,
        SpanAttribute.HttpRoute => _routes,
        SpanAttribute.CodeFile or SpanAttribute.CodeFunction or SpanAttribute.CodeNamespace => _code,
        SpanAttribute.MessagingDestination or SpanAttribute.RpcMethod or SpanAttribute.RpcService or SpanAttribute.DbOperation or SpanAttribute.DbCollection => Names,
        _ => _words,
    };

    private static string Cut(string text, int length)
    {
        var kept = text.Length <= length ? text : text[..length];
        return kept.Any(char.IsControl) ? string.Concat(kept.Where(c => !char.IsControl(c))) : kept;
    }
}
