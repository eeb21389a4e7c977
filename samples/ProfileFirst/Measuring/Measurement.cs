using PerfAnalyzers.EvidenceFormat;

namespace ProfileFirst.Measuring;

/// <summary>What an evidence file says about the report.</summary>
internal sealed class Measurement
{
    private const string ReportRoute = "/report";

    private readonly EvidenceProfile _profile;
    private readonly EvidenceRecord _endpoint;

    private Measurement(EvidenceProfile profile, EvidenceRecord endpoint)
    {
        _profile = profile;
        _endpoint = endpoint;
    }

    public double Requests => Value(_endpoint, Field.Count);

    public double RoundTripsPerRequest => Value(_endpoint, Field.RoundTrips);

    public double MaxRoundTrips => Value(_endpoint, Field.MaxRoundTrips);

    public double P50Ms => Value(_endpoint, Field.P50Ms);

    public double P95Ms => Value(_endpoint, Field.P95Ms);

    public static Measurement Read(string path)
    {
        if (!File.Exists(path))
            throw new StepFailedException($"perfevidence wrote no evidence to '{path}'.");

        using var reader = new StreamReader(path);
        return Parse(reader, path);
    }

    /// <summary>The profile that has the report in <paramref name="text"/>; <paramref name="path"/> is for messages.</summary>
    public static Measurement Parse(TextReader text, string path)
    {
        var document = EvidenceParser.Read(text);

        if (document.Problems is [var problem, ..])
            throw new StepFailedException($"{path}({problem.Line}): {problem.Reason}");

        foreach (var profile in document.Profiles)
        {
            if (profile.OfKind(RecordKind.Endpoint).FirstOrDefault(record => record.Key.EndsWith(ReportRoute, StringComparison.Ordinal)) is { } endpoint)
                return new(profile, endpoint);
        }

        throw new StepFailedException($"'{path}' has no endpoint that ends in {ReportRoute}.");
    }

    /// <summary>The share of the request that a member and everything it calls has, by samples: 0 to 1.</summary>
    public double TotalShare(string member) => Sum(RecordKind.Method, member, Field.TotalMs) / Handler;

    /// <summary>What a member and everything it calls costs in one request, by samples; 0 when no sample hit it.</summary>
    public double MethodMs(string member) => Sum(RecordKind.Method, member, Field.TotalMs) / Requests;

    /// <summary>What the commands cost in one request that a member issues itself.</summary>
    public double CommandMs(string member) => Sum(RecordKind.Site, member, Field.TotalMs) / Requests;

    // Samples are compared with samples: on a busy machine they see less than the clock does, of everything.
    private double Handler =>
        _endpoint[Field.Member] is { } handler && Sum(RecordKind.Method, handler, Field.TotalMs) is > 0 and var total
            ? total
            : throw new StepFailedException($"no sample hit the handler of '{_endpoint.Key}'.");

    // A line that leads to a round trip names the member that issues it (via): counting both would count the time twice.
    private double Sum(string kind, string member, string field) =>
        _profile.OfKind(kind)
            .Where(record => record.Via is null && record.Key.Contains(member, StringComparison.Ordinal))
            .Sum(record => record.Number(field) ?? 0);

    private static double Value(EvidenceRecord record, string field) =>
        record.Number(field) ?? throw new StepFailedException($"The record '{record.Key}' says nothing about {field}.");
}
