namespace PerfAnalyzers.Package.Tests.Documentation;

/// <summary>A fenced block of a page that a reader acts on, or compares with what he sees.</summary>
/// <param name="Page">The page, relative to the root, with forward slashes.</param>
/// <param name="Line">The line of its fence.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What is in it, with the indentation of its fence taken off.</param>
/// <param name="Detail">The name of a file; where or why not a command runs; otherwise empty.</param>
internal sealed record Block(string Page, int Line, BlockKind Kind, string Text, string Detail = "")
{
    /// <summary>Where it is, for messages.</summary>
    public override string ToString() => $"{Page}:{Line}";
}
