using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>What a process is asked to trace.</summary>
internal static class TracedEvents
{
    private const int BufferMB = 256;
    private const int ShortBufferMB = 64;

    // Loader, JIT and NGen: what turns an address into a method. The rundown at the end repeats it for code that was there before.
    private const long MethodNames = 0x8 | 0x10 | 0x20;
    private const long NativeOffsets = 0x20000;
    private const long Rundown = 0x80000000 | 0x40 | 0x100 | MethodNames;

    // At the most verbose level: allocations, growth of the thread pool, and from .NET 9 on what a thread waits for.
    private const long Allocations = 0x1;
    private const long Threading = 0x10000;
    private const long WaitHandles = 0x40000000000;

    private const long ActivityIds = 0x80;
    private const long DiagnosticEvents = 0x3;

    // Commands say who they are and nothing of the connection. The opening of a connection tells who asked for it where a command's own stack begins at the scheduler.
    private static readonly string[] s_told =
    [
        "Microsoft.EntityFrameworkCore/Microsoft.EntityFrameworkCore.Database.Connection.ConnectionOpening:-ConnectionId",
        "Microsoft.EntityFrameworkCore/Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting:-CommandId;ConnectionId;Command.CommandText",
        "Microsoft.EntityFrameworkCore/Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted:-CommandId",
        "Microsoft.EntityFrameworkCore/Microsoft.EntityFrameworkCore.Database.Command.CommandError:-CommandId",
        "Microsoft.EntityFrameworkCore/Microsoft.EntityFrameworkCore.Database.Command.CommandCanceled:-CommandId",
        "Microsoft.EntityFrameworkCore/Microsoft.EntityFrameworkCore.Database.Command.DataReaderDisposing:-CommandId;ReadCount",
        .. SqlClient("Microsoft.Data.SqlClient"),
        .. SqlClient("System.Data.SqlClient"),
        "Microsoft.AspNetCore/Microsoft.AspNetCore.Mvc.BeforeAction:-ActionDescriptor.AttributeRouteInfo.Template;ActionDescriptor.DisplayName",
    ];

    /// <summary>Waits, for a process whose commands are recorded within it, and the names of its methods.</summary>
    public static EventPipeSessionConfiguration Waits => new(
        [new("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, MethodNames | NativeOffsets | WaitHandles)],
        BufferMB,
        Rundown | NativeOffsets,
        requestStackwalk: true);

    /// <summary>Growth of the thread pool, for the same. A session of its own: at the level that waits need, the pool tells of every piece of work it is given, and with a stack.</summary>
    public static EventPipeSessionConfiguration Pool => new(
        [new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, Threading)],
        circularBufferSizeMB: 1,
        rundownKeyword: 0,
        requestStackwalk: false);

    /// <summary>Thread time and allocations for a while, beside a session that is there throughout and tells the names of methods.</summary>
    public static EventPipeSessionConfiguration Samples => new(
        [new("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational), new("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, Allocations)],
        ShortBufferMB,
        rundownKeyword: 0,
        requestStackwalk: true);

    /// <summary>Commands, requests and waits, for a process in which nothing is recorded.</summary>
    /// <param name="allocations">Whether allocations are traced throughout, because they are not sampled with thread time.</param>
    public static EventPipeSessionConfiguration RoundTrips(bool allocations)
    {
        List<EventPipeProvider> providers =
        [
            new("Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, MethodNames | NativeOffsets | WaitHandles | (allocations ? Allocations : 0)),
            new("Microsoft-Diagnostics-DiagnosticSource", EventLevel.Verbose, DiagnosticEvents, new Dictionary<string, string> { ["FilterAndPayloadSpecs"] = string.Join('\n', s_told) }),
            new("Microsoft.AspNetCore.Hosting", EventLevel.Informational, -1),
            new("System.Net.Http", EventLevel.Informational, -1),
            new("System.Threading.Tasks.TplEventSource", EventLevel.Informational, ActivityIds),
        ];
        return new(providers, BufferMB, Rundown | NativeOffsets, requestStackwalk: true);
    }

    private static IEnumerable<string> SqlClient(string provider) =>
    [
        $"SqlClientDiagnosticListener/{provider}.WriteCommandBefore:-OperationId;Command.CommandText",
        $"SqlClientDiagnosticListener/{provider}.WriteCommandAfter:-OperationId",
        $"SqlClientDiagnosticListener/{provider}.WriteCommandError:-OperationId",
    ];
}
