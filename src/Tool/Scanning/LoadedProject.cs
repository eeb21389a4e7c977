using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers.Tool.Scanning;

/// <summary>A project as its compiler would see it.</summary>
/// <param name="Name">Its name, with the target framework when it has several.</param>
/// <param name="Compilation">Its code; other projects of the solution are compilations in it.</param>
/// <param name="Options">Its additional files and configuration.</param>
internal sealed record LoadedProject(string Name, Compilation Compilation, AnalyzerOptions Options);
