using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers;

/// <summary>The options that users set, with the defaults that the field has learned.</summary>
/// <param name="RepeatedPerRoot">Executions per root operation from which on evidence confirms a repetition.</param>
/// <param name="RepeatedTotalMs">Milliseconds in the whole profile that these must have cost.</param>
/// <param name="HotShare">Share of the measured time, 0 to 1, from which on a place is hot.</param>
/// <param name="HotMsPerRoot">Milliseconds per root operation from which on a place is hot.</param>
/// <param name="ScannedRows">Rows that a plan must read and throw away to confirm that an index is missing.</param>
/// <param name="GrowthBytesPerMin">Bytes per minute that the heap must hold more to confirm that a collection grows.</param>
/// <param name="SmallTables">Entities whose tables stay small, so that nobody misses an index.</param>
/// <param name="ShowCold">Show findings that evidence shows to be cheap, as Info.</param>
/// <param name="SuppressCold">Silence what other packages say about the speed of code that evidence shows to be cheap.</param>
/// <param name="Suspects">How loud every suspect is, whatever speaks for or against it; null for its own rank.</param>
/// <param name="EnforceConfirmed">Confirmed findings are errors.</param>
/// <param name="Conventions">Names say what an abstraction does that nobody implements in sight.</param>
/// <param name="SqliteWaits">SQLite is worth awaiting, although it answers in the thread that asks.</param>
/// <param name="WaitsInTests">Report threads that wait in test projects, too.</param>
internal sealed record PerfOptions(
    double RepeatedPerRoot, double RepeatedTotalMs, double HotShare, double HotMsPerRoot, double ScannedRows, double GrowthBytesPerMin, ImmutableArray<string> SmallTables, bool ShowCold, bool SuppressCold, DiagnosticSeverity? Suspects, bool EnforceConfirmed, bool Conventions, bool SqliteWaits, bool WaitsInTests)
{
    /// <summary>Every option, for the generated documentation.</summary>
    public static ImmutableArray<PerfOption> All { get; } =
    [
        new("perfanalyzers.repeated_per_root", "5", "Executions per root operation (request, test, message) from which on evidence confirms a repetition."),
        new("perfanalyzers.repeated_total_ms", "50", "Milliseconds, summed over the whole profile, that a repetition must cost to be confirmed."),
        new("perfanalyzers.hot_share", "5", "Percent of a profile's time from which on a place is hot."),
        new("perfanalyzers.hot_ms_per_root", "50", "Milliseconds per root operation from which on a place is hot."),
        new("perfanalyzers.scanned_rows", "10000", "Rows that a query must read and throw away, by its plan, to confirm that an index is missing."),
        new("perfanalyzers.growth_bytes_per_min", "100000", "Bytes per minute that the heap must hold more, between two looks at it, to confirm that a collection grows."),
        new("perfanalyzers.small_tables", "", "Entities whose tables stay small, separated by commas: `Country, Currency`. No index is missed on them."),
        new("perfanalyzers.show_cold", "false", "Show findings that evidence shows to be cheap, as Info instead of hidden."),
        new("perfanalyzers.suppress_cold", "false", "Silence what other packages say about the speed of a member that evidence shows to be cheap: the performance rules of the .NET SDK, Meziantou.Analyzer, Roslynator, SonarAnalyzer and LinqContraband."),
        new("perfanalyzers.suspects", "ranked", "How loud a finding is that nothing was measured about: `ranked`, a warning or information by its own merits; `hidden`, `info` or `warning` for all of them."),
        new("perfanalyzers.conventions", "true", "Let names speak for an abstraction that nobody implements in sight: `IOrderRepository.GetAsync` reads a database, likely."),
        new("perfanalyzers.sqlite_waits", "false", "Warn of synchronous round trips (PERF2002, PERF2003) also where SQLite is the only database: its asynchronous members answer in the thread that asks."),
        new("perfanalyzers.change_public_api", "auto", "May a fix that makes a chain of methods async change public members of a library? `true`: all who call them are in the solution; `false`: not all are; `auto`: they are when a program of the solution refers to the library, and the fix names it."),
        new("perfanalyzers.waits_in_tests", "false", "Report threads that wait (PERF2001-2003) in test projects, too, as Info."),
        new("build_property.PerfAnalyzersEnforce", "", "MSBuild property. `confirmed` turns confirmed findings and broken budgets into errors."),
        new("build_property.PerfAnalyzersFacts", "", "MSBuild property. `false` writes no facts into the assembly."),
    ];

    /// <summary>The options in force for a file; null for those of the whole compilation.</summary>
    public static PerfOptions Of(AnalyzerOptions options, SyntaxTree? tree)
    {
        var provider = options.AnalyzerConfigOptionsProvider;
        var local = tree is null ? provider.GlobalOptions : provider.GetOptions(tree);
        return new(
            Number("perfanalyzers.repeated_per_root", 5),
            Number("perfanalyzers.repeated_total_ms", 50),
            Number("perfanalyzers.hot_share", 5) / 100,
            Number("perfanalyzers.hot_ms_per_root", 50),
            Number("perfanalyzers.scanned_rows", 10_000),
            Number("perfanalyzers.growth_bytes_per_min", 100_000),
            [.. (Text("perfanalyzers.small_tables") ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)],
            Text("perfanalyzers.show_cold") is { } show && show.Equals("true", StringComparison.OrdinalIgnoreCase),
            Text("perfanalyzers.suppress_cold") is { } suppress && suppress.Trim().Equals("true", StringComparison.OrdinalIgnoreCase),
            Text("perfanalyzers.suspects")?.Trim().ToUpperInvariant() switch
            {
                "HIDDEN" => DiagnosticSeverity.Hidden,
                "INFO" => DiagnosticSeverity.Info,
                "WARNING" => DiagnosticSeverity.Warning,
                _ => null,
            },
            Text("build_property.PerfAnalyzersEnforce") is { } enforce && enforce.Trim().Equals("confirmed", StringComparison.OrdinalIgnoreCase),
            !(Text("perfanalyzers.conventions") is { } conventions && conventions.Equals("false", StringComparison.OrdinalIgnoreCase)),
            Text("perfanalyzers.sqlite_waits") is { } sqlite && sqlite.Equals("true", StringComparison.OrdinalIgnoreCase),
            Text("perfanalyzers.waits_in_tests") is { } waits && waits.Equals("true", StringComparison.OrdinalIgnoreCase));

        string? Text(string key) => local.TryGetValue(key, out var value) || provider.GlobalOptions.TryGetValue(key, out value) ? value : null;

        double Number(string key, double @default) =>
            double.TryParse(Text(key), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : @default;
    }
}
