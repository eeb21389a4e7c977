using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Corpus.Loading;

/// <summary>
/// Syntax trees by content: two commits of one repository share most files, and parsing is the larger half of loading. One
/// repository at a time, because nothing is ever dropped.
/// </summary>
internal sealed class ParsedFiles
{
    private readonly ConcurrentDictionary<(string Content, string Options), SyntaxTree> _trees = new();

    /// <summary>The tree of a file.</summary>
    public SyntaxTree Parse(string fullPath, CSharpParseOptions options)
    {
        var content = File.ReadAllBytes(fullPath);
        var key = (Convert.ToHexString(SHA256.HashData(content)), $"{options.LanguageVersion} {string.Join(';', options.PreprocessorSymbolNames)}");
        var tree = _trees.GetOrAdd(key, _ => CSharpSyntaxTree.ParseText(SourceText.From(content, content.Length, Encoding.UTF8), options, fullPath));
        return tree.FilePath == fullPath ? tree : tree.WithFilePath(fullPath);
    }
}
