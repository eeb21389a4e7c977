using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Tests.Loading;

/// <summary>Trees that exist in memory only.</summary>
internal static class Trees
{
    public static CheckedOutTree Of(params (string Path, string Text)[] files)
    {
        var byPath = files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);
        return new(Path.GetFullPath("/tree"), byPath.Keys, path => byPath[path]);
    }
}
