namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The attributes of spans that are read, under whatever name a version of the conventions gave them.</summary>
internal enum SpanAttribute
{
    None,
    HttpMethod,
    HttpRoute,
    Url,
    DbSystem,
    DbStatement,
    DbOperation,
    DbCollection,
    DbRows,
    DbParameter,
    RpcSystem,
    RpcService,
    RpcMethod,
    MessagingSystem,
    MessagingDestination,
    MessagingOperation,
    CodeFunction,
    CodeNamespace,
    CodeFile,
    CodeLine,
    Kind,
    Count,
}
