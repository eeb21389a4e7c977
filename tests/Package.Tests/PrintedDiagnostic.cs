namespace PerfAnalyzers.Package.Tests;

/// <summary>One diagnostic as a build prints it.</summary>
internal sealed record PrintedDiagnostic(string File, int Line, string Severity, string Id, string Message);
