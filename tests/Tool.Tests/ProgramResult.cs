namespace PerfAnalyzers.Tool.Tests;

/// <summary>How a program ended and what it said.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);
