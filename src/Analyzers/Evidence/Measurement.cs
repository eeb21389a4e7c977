using System.Globalization;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Evidence;

/// <summary>What one profile says about one place.</summary>
/// <param name="Location">The line of the evidence file.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Record">The line that was matched.</param>
/// <param name="OfMs">The time of which <see cref="TotalMs"/> is a part, in milliseconds; null when the profile does not say.</param>
internal sealed record Measurement(Location Location, EvidenceProfile Profile, EvidenceRecord Record, double? OfMs)
{
    /// <summary>Executions in the whole profile.</summary>
    public double Calls => Record.Calls ?? 0;

    /// <summary>Executions per root operation; null when the profile does not know its roots.</summary>
    public double? PerRoot => Record.Kind == RecordKind.Site ? Record.PerRoot : null;

    /// <summary>Milliseconds in the whole profile; null when it counted only.</summary>
    public double? TotalMs => Record.TotalMs;

    /// <summary>Rows that an execution read; null where they are not known.</summary>
    public double? RowsPerCall => Record.Kind == RecordKind.Site && Calls > 0 ? Record.Number(Field.Rows) / Calls : null;

    /// <summary>Whether a message is to say how many rows were read.</summary>
    public bool SaysRows { get; init; }

    /// <summary>Part of the measured time, 0 to 1.</summary>
    public double? Share => TotalMs is { } total && OfMs is > 0 and { } of ? Math.Min(1, total / of) : null;

    /// <summary>It ran outside of the requests that the profile is about, at start-up or beside them: it has no part in their number and time.</summary>
    public bool IsOutside => IsOutsideOf(Profile, Record);

    /// <summary>Samples, not counts: everything is at least what is said.</summary>
    public bool IsSampled => Profile.IsSampled(Record);

    /// <summary>Whether only executions from some duration on were recorded, as in a log of slow statements: it never shows that something is cheap.</summary>
    public bool HasThreshold => Profile.Header.Number(Field.MinMs) > 0;

    /// <summary>A thread was blocked: every wait counts, repeated or not.</summary>
    public bool IsWait => Record is { Kind: RecordKind.Site, Operation: "wait" };

    /// <summary>Repeated within one root operation, at a price; or a wait at a price.</summary>
    public bool IsRepeated(PerfOptions options) => IsWait
        ? TotalMs >= options.RepeatedTotalMs
        : (PerRoot ?? Calls) >= options.RepeatedPerRoot && (TotalMs is null || TotalMs >= options.RepeatedTotalMs);

    /// <summary>
    /// A place worth looking at, repeated or not. The share is of the profile where it is known, and of nothing at all below what a
    /// repetition must cost: a call of 0.2 ms is most of its member's 0.3 ms, and cheap all the same.
    /// </summary>
    public bool IsHot(PerfOptions options) =>
        (TotalMs >= options.RepeatedTotalMs && TotalMs / (Profile.Header.Number(Field.RootMs) ?? OfMs) >= options.HotShare) ||
        TotalMs / Roots >= options.HotMsPerRoot;

    /// <summary>Whether a plan reads the table from end to end: <c>Seq Scan</c>, and what other databases call it.</summary>
    public bool ReadsAll => Node is { } node && (Has(node, "Seq Scan") || Has(node, "Table Scan") || Has(node, "Clustered Index Scan") || node is "ALL" or "index" || node.StartsWith("SCAN", StringComparison.Ordinal));

    /// <summary>Rows that a plan reads and does not keep, whatever it finds them by.</summary>
    public double RowsDropped => Math.Max(0, (Record.Number(Field.RowsRead) ?? 0) - (Record.Number(Field.RowsKept) ?? 0));

    /// <summary>Rows that a plan reads from end to end and has no use for.</summary>
    public double RowsThrownAway => ReadsAll ? RowsDropped : 0;

    /// <summary>Bytes that the heap held more per minute; null for what is no type, or was seen once.</summary>
    public double? GrowthBytesPerMin => Record.Kind == RecordKind.Type ? Record.Number(Field.GrowthBytesPerMin) : null;

    /// <summary>For a message: <c>measured: 847 per request, 3,960 ms of 4,000 ms (99 %), profile checkout</c>.</summary>
    public override string ToString()
    {
        if (Node is not null || GrowthBytesPerMin is not null)
            return ToShortString() + $", profile {Profile.Name}";

        var text = "measured: " + (IsSampled ? "at least " : "");
        if (IsWait)
            return text + Waits() + $", profile {Profile.Name}";

        text += PerRoot is { } perRoot ? Number(perRoot) + (IsOutside ? " outside of requests" : $" per {RootName}") : Count(Calls);
        if (SaysRows && RowsPerCall is { } rows)
            text += $", {Number(rows)} rows each";

        if (TotalMs is { } total)
            text += $", {Number(total)} ms";

        if (TotalMs is not null && Share is { } share && OfMs is { } of)
            text += $" of {Number(of)} ms ({Number(Math.Round(share * 100))} %)";

        return text + $", profile {Profile.Name}";
    }

    /// <summary>For a message about a cheap place: <c>measured: 3 calls, 0.2 ms</c>.</summary>
    public string ToShortString() => GrowthBytesPerMin is { } growth ? GrowthText(growth) : Node is { } node ? PlanText(node) : IsWait ? "measured: " + Waits() : "measured: " + Count(Calls) + (TotalMs is { } total ? $", {Number(total)} ms" : "");

    /// <summary>Invariant, with thousands separators, and with decimals only where they say something.</summary>
    public static string Number(double value) => value.ToString(value < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>Whether what a record is about ran outside of the requests of its profile.</summary>
    public static bool IsOutsideOf(EvidenceProfile profile, EvidenceRecord record) => record[Field.Root] is { } root && root != profile.Header[Field.Root];

    private string? Node => Record.Kind == RecordKind.Plan ? Record[Field.Node] ?? "" : null;

    // measured: Seq Scan of Orders reads 2,000,000 rows and keeps 20
    private string PlanText(string node) => "measured: " + node + (Record[Field.Relation] is { } relation ? " of " + relation : "") +
        (Record.Number(Field.RowsRead) is { } read ? $" reads {Number(read)} rows" : "") + (Record.Number(Field.RowsKept) is { } kept ? $" and keeps {Number(kept)}" : "");

    // measured: 1,200,000 bytes more a minute in Node[System.String,Shop.Price], 7,400,000 bytes in 51,200 objects
    private string GrowthText(double growth) => $"measured: {Number(growth)} bytes more a minute in {Record.Key.Substring(Record.Key.IndexOf(':') + 1)}" +
        (Record.Number(Field.Bytes) is { } bytes ? $", {Number(bytes)} bytes" : "") + (Record.Number(Field.Count) is { } count ? $" in {Number(count)} {(count == 1 ? "object" : "objects")}" : "");

    private static bool Has(string node, string words) => node.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;

    // 19 waits, 12.6 s blocked, thread pool grew 28 times
    private string Waits()
    {
        var text = Number(Calls) + (Calls == 1 ? " wait" : " waits");
        if (TotalMs is { } total)
            text += (total < 1000 ? $", {Number(total)} ms" : $", {(total / 1000).ToString("#,0.0", CultureInfo.InvariantCulture)} s") + " blocked";

        return text + (Profile.Header.Number(Field.PoolGrowth) is > 0 and { } growth ? $", thread pool grew {Number(growth)} {(growth == 1 ? "time" : "times")}" : "");
    }

    private double Roots => Math.Max(1, Record.Roots ?? Profile.Header.Number(Field.Roots) ?? 1);

    // A recorder that measured something else than requests says so on the profile line.
    private string RootName => Profile.Header[Field.Root] ?? "request";

    private static string Count(double calls) => Number(calls) + (calls == 1 ? " call" : " calls");
}
