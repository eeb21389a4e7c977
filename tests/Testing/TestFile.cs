namespace PerfAnalyzers.Testing;

/// <summary>A file of a test project; <paramref name="Text"/> may carry markup. Relative paths are relative to <see cref="TestSolution.Root"/>.</summary>
public sealed record TestFile(string Path, string Text);
