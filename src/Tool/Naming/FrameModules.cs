namespace PerfAnalyzers.Tool.Naming;

/// <summary>Whose code a frame is, by the assembly or namespace it names: all that a file from another machine leaves to go by.</summary>
internal static class FrameModules
{
    // As in a program without a dependency file, plus the packages that web applications' stacks are full of.
    private static readonly string[] s_foreign =
    [
        "System", "Microsoft", "mscorlib", "netstandard", "Interop", "Internal", "Npgsql", "MySqlConnector", "MySql", "Oracle", "SQLitePCL", "SQLitePCLRaw",
        "Dapper", "Newtonsoft", "Serilog", "NLog", "log4net", "xunit", "NUnit", "MSTest", "testhost", "MongoDB", "StackExchange", "Polly",
        "AutoMapper", "MediatR", "FluentValidation", "Castle", "Autofac", "Hangfire", "Quartz", "MassTransit", "RabbitMQ", "Confluent", "Grpc",
        "Google", "OpenTelemetry", "Azure", "Amazon", "AWSSDK", "NHibernate", "LinqToDB", "RestSharp", "Refit", "Humanizer", "BenchmarkDotNet",
        "Swashbuckle", "NSwag", "IdentityServer4", "Duende", "PerfAnalyzers",
    ];

    /// <summary>An assembly's simple name from a path or file name.</summary>
    public static string Simple(string module)
    {
        var name = module[(module.LastIndexOfAny(['/', '\\']) + 1)..];
        foreach (var extension in (string[])[".ni.dll", ".dll", ".exe", ".so"])
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return name[..^extension.Length];
        }

        return name;
    }

    /// <summary>Whether code is the program's own, by assembly where known and otherwise by namespace.</summary>
    public static bool IsUser(string? module, string type)
    {
        // Code that was made while the program ran, whatever asked for it.
        if (type.StartsWith("dynamicClass", StringComparison.Ordinal))
            return false;

        var name = string.IsNullOrEmpty(module) ? type : module;
        foreach (var prefix in s_foreign)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (name.Length == prefix.Length || name[prefix.Length] is '.' or '+' or '/' or '_'))
                return false;
        }

        return true;
    }
}
