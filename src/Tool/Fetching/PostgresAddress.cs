using Npgsql;

namespace PerfAnalyzers.Tool.Fetching;

/// <summary>Where a PostgreSQL server is, from <c>postgresql://user@host:port/database</c>. The password comes from <c>PGPASSWORD</c> or the password file, as everywhere.</summary>
internal static class PostgresAddress
{
    /// <summary>Whether an address is one of PostgreSQL.</summary>
    public static bool Is(Uri address) => address.Scheme is "postgresql" or "postgres";

    /// <summary>How to connect.</summary>
    public static NpgsqlConnectionStringBuilder Of(Uri address)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host.Length == 0 ? "localhost" : address.Host,
            Port = address.Port > 0 ? address.Port : 5432,
            ApplicationName = "perfevidence",
            Pooling = false,
            Timeout = 10,
        };
        if (address.UserInfo.Length > 0)
            builder.Username = Uri.UnescapeDataString(address.UserInfo);

        if (address.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(address.AbsolutePath[1..]);

        foreach (var option in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=');
            var (name, value) = equals < 0 ? (option, "") : (option[..equals], Uri.UnescapeDataString(option[(equals + 1)..]));
            if (name == "sslmode" && Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode))
                builder.SslMode = mode;
            else
                throw new FetchException($"the address has the option '{name}', which is not known or has no such value; 'sslmode' is");
        }

        return builder;
    }
}
