namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>The source around a loop that calls another service.</summary>
internal static class RemoteEntry
{
    /// <summary>A document whose one method has the body; what is used is written down when it runs.</summary>
    public static string File(string body, string members = "", string name = "Service") => $$"""
        using System.Net.Http;
        using System.Net.Http.Json;

        public record Price(string Sku, decimal Amount);

        public class {{name}}(HttpClient http, ShopDb db, Action<object?[]> used)
        {
            public async Task RunAsync(IReadOnlyList<string> skus, CancellationToken ct)
            {
        {{string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
                await Task.CompletedTask;
            }

            private void Use(params object?[] values) => used([.. values, db]);
        {{string.Join('\n', members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}}
        }

        """;
}
