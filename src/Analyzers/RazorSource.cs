using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers;

/// <summary>
/// A page, view or component of Razor (<c>.cshtml</c>, <c>.razor</c>) as the compiler sees it: a generated file, in which <c>#line</c> says what somebody wrote, and where.
/// </summary>
/// <param name="Path">Where the page is.</param>
/// <param name="Sha256">The hash of the page's bytes, in hexadecimal digits, which <c>#pragma checksum</c> has for debug information.</param>
internal sealed record RazorSource(string Path, string Sha256)
{
    private static readonly string[] s_extensions = [".cshtml", ".razor"];

    /// <summary>Whether a file is a page, view or component by its name.</summary>
    public static bool IsPage(string path) => Array.Exists(s_extensions, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a file was made from; null where that is no Razor. Only files that are named for it are looked into.</summary>
    public static RazorSource? Of(SyntaxTree tree)
    {
        var name = tree.FilePath.Substring(tree.FilePath.LastIndexOfAny(['/', '\\']) + 1);
        return Array.Exists(s_extensions, e => name.IndexOf(e.Substring(1), StringComparison.OrdinalIgnoreCase) >= 0) &&
            tree.GetRoot().GetFirstDirective() is PragmaChecksumDirectiveTriviaSyntax { File.ValueText: var file, Bytes.ValueText: var hash } && IsPage(file)
                ? new(file, hash)
                : null;
    }

    /// <summary>Whether somebody wrote what stands there, and not the compiler of Razor.</summary>
    public static bool IsWritten(Location location) => location.SourceTree is not { } tree || SourceFile.Of(tree).Razor is null || location.GetMappedLineSpan().HasMappedPath;
}
