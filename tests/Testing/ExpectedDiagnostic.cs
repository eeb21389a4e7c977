using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Testing;

/// <summary>
/// What a test says about a diagnostic beyond its place. The n-th expectation belongs to the n-th marked span, in the order
/// of files and of positions in them.
/// </summary>
public sealed class ExpectedDiagnostic
{
    private readonly List<Func<Diagnostic, string?>> _checks = [];

    public static ExpectedDiagnostic Any => new();

    public ExpectedDiagnostic WithId(string id) => Check("id", id, diagnostic => diagnostic.Id);

    public ExpectedDiagnostic WithSeverity(DiagnosticSeverity severity) => Check("severity", severity, diagnostic => diagnostic.Severity);

    /// <summary>The whole message.</summary>
    public ExpectedDiagnostic Says(string message) => Check("message", message, MessageOf);

    /// <summary>Part of the message.</summary>
    public ExpectedDiagnostic Mentions(string part) => Add(diagnostic =>
        MessageOf(diagnostic).Contains(part, StringComparison.Ordinal) ? null : $"message without '{part}': {MessageOf(diagnostic)}");

    public ExpectedDiagnostic WithProperty(string key, string? value) =>
        Check("property " + key, value, diagnostic => diagnostic.Properties.GetValueOrDefault(key));

    /// <summary>The texts at the additional locations in source, in order.</summary>
    public ExpectedDiagnostic WithAdditionalLocations(params string[] texts) => Check(
        "additional locations", string.Join(" | ", texts),
        diagnostic => string.Join(" | ", diagnostic.AdditionalLocations.Where(location => location.IsInSource).Select(TextAt)));

    /// <summary>What is wrong with <paramref name="diagnostic"/>; empty when it is as expected.</summary>
    public IEnumerable<string> Mismatches(Diagnostic diagnostic) => _checks.Select(check => check(diagnostic)).OfType<string>();

    private ExpectedDiagnostic Check<T>(string what, T expected, Func<Diagnostic, T> actual) => Add(diagnostic =>
        EqualityComparer<T>.Default.Equals(expected, actual(diagnostic)) ? null : $"{what}: expected '{expected}', but it is '{actual(diagnostic)}'");

    private ExpectedDiagnostic Add(Func<Diagnostic, string?> check)
    {
        _checks.Add(check);
        return this;
    }

    private static string MessageOf(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static string TextAt(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
