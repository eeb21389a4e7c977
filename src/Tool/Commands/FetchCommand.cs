using System.CommandLine;
using System.CommandLine.Parsing;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Fetching;
using PerfAnalyzers.Tool.Importing;
using PerfAnalyzers.Tool.Running;

namespace PerfAnalyzers.Tool.Commands;

/// <summary><c>perfevidence fetch URL</c>: what a running tracer, profiler or database knows becomes one profile of evidence.</summary>
internal static class FetchCommand
{
    public static Command Create()
    {
        var url = new Argument<string>("url") { Description = $"Where it listens: http(s)://HOST:PORT of {string.Join(", ", FetchSources.All.Select(s => s.Name))}, or postgresql://USER@HOST:PORT/DATABASE." };
        url.Validators.Add(Validate);
        var from = new Option<string?>("--from") { Description = "What it is (default: asked there).", HelpName = string.Join('|', FetchSources.Names) };
        from.AcceptOnlyFromAmong([.. FetchSources.Names]);
        var services = new Option<string[]>("--service", "-s") { Description = "A service; may be given more than once (default: all).", HelpName = "NAME" };
        var since = new Option<TimeSpan?>("--since") { Description = "How far back: 15m, 1h, 7d (default: 1h).", HelpName = "TIME", CustomParser = DurationArgument.ParsePast };
        var limit = new Option<int>("--limit", "-n") { Description = "Most traces of each service, or most statements.", HelpName = "N", DefaultValueFactory = _ => 200, CustomParser = NumberArgument.Whole(1, 100_000) };
        var query = new Option<string?>("--query") { Description = "In the source's own terms: TraceQL, a Pyroscope query, or more parameters for Jaeger and Zipkin.", HelpName = "TEXT" };
        var explain = new Option<int>("--explain") { Description = "PostgreSQL: ask for the plans of the N statements that take longest; nothing is run.", HelpName = "N", CustomParser = NumberArgument.Whole(0, 1_000) };
        var analyze = new Option<bool>("--analyze") { Description = "PostgreSQL: with --explain, run those that only read and have no parameters." };
        var profile = new Option<string?>("--profile") { Description = "The profile's name (default: the service's, or the host's).", HelpName = "NAME" };
        profile.OfferProfiles();
        profile.Validators.Add(ProfileName.Validate);
        var output = new Option<string?>("--output", "-o") { Description = "A directory, or a file ending in .perfevidence (default: .perf next to the solution or .git).", HelpName = "DIR|FILE" };
        var commit = new Option<string?>("--commit") { Description = "The commit that was measured (default: not said).", HelpName = "SHA" };
        var json = new Option<bool>("--json") { Description = "Write what was fetched as JSON to standard output." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing but what is wrong." };
        var source = new SourceOptions();
        var fetch = new Command("fetch", "Ask a running tracer, profiler or database for what it knows, and turn it into evidence.")
        {
            url, from, services, since, limit, query, explain, analyze, profile, output, commit, json, quiet,
        };
        source.AddTo(fetch);
        fetch.SetAction(async (parsed, _) =>
        {
            var address = new Uri(parsed.GetRequiredValue(url));
            var name = parsed.GetValue(profile) ?? ProfileName.Safe(parsed.GetValue(services) is [var service] ? service : address.Host);
            var wanted = new FetchRequest(
                parsed.GetValue(services) ?? [], parsed.GetValue(since) ?? TimeSpan.FromHours(1), parsed.GetValue(limit), parsed.GetValue(query), parsed.GetValue(explain), parsed.GetValue(analyze));
            var request = new ImportRequest([address.Authority], name, parsed.GetValue(commit), parsed.GetValue(json), parsed.GetValue(quiet));
            var target = OutputFile.For(parsed.GetValue(output), name);
            var capture = new Capture();
            var failure = await FetchAsync(address, parsed.GetValue(from), wanted, request, capture).ConfigureAwait(false);
            return failure ?? CaptureOutput.Write(capture, request, target, source.Of(parsed));
        });
        return fetch;
    }

    private static async Task<int?> FetchAsync(Uri address, string? from, FetchRequest wanted, ImportRequest request, Capture capture)
    {
        try
        {
            if (PostgresAddress.Is(address))
            {
                await PostgresSource.FetchAsync(address, wanted, capture).ConfigureAwait(false);
                return null;
            }

            return await FetchFilesAsync(address, from, wanted, request, capture).ConfigureAwait(false);
        }
        catch (FetchException e)
        {
            Terminal.Error(e.Message);
            return ExitCode.NotFetched;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Terminal.Error("the answers cannot be kept in the directory for temporary files");
            return ExitCode.OutputNotWritable;
        }
    }

    private static async Task<int?> FetchFilesAsync(Uri address, string? from, FetchRequest wanted, ImportRequest request, Capture capture)
    {
        var directory = Directory.CreateTempSubdirectory("perfevidence-");
        Leftovers.Add(directory.FullName);
        try
        {
            using var client = new FetchClient(address, directory.FullName);
            var source = await FetchSources.AtAsync(client, from).ConfigureAwait(false);
            var files = await source.FetchAsync(client, wanted).ConfigureAwait(false);
            if (files.Count > 0 && !CaptureReader.ReadAll([.. files.Order(StringComparer.Ordinal)], capture, [], request.Quiet))
                return ExitCode.NotFetched;

            return null;
        }
        finally
        {
            directory.Delete(recursive: true);
            Leftovers.Remove(directory.FullName);
        }
    }

    private static void Validate(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme is not ("http" or "https") && !PostgresAddress.Is(address)))
            result.AddError("url: expected http://HOST:PORT, https://HOST or postgresql://USER@HOST:PORT/DATABASE");
        else if (address.UserInfo.Contains(':') || (address.UserInfo.Length > 0 && !PostgresAddress.Is(address)))
            result.AddError($"url: a login in an address is seen by everyone on this machine; use the environment ({FetchClient.TokenVariable}, {FetchClient.UserVariable} and {FetchClient.PasswordVariable}; PGPASSWORD)");
    }
}
