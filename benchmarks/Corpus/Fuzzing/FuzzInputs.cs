using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Corpus.Fuzzing;

/// <summary>The programs that are mutated: source files, and the code that tests have in string literals, without its marks.</summary>
internal static partial class FuzzInputs
{
    private const int LongestFile = 30_000;

    private const int ShortestLiteral = 60;

    /// <summary>Every C# file below a folder that is not too long to be mutated often.</summary>
    public static IEnumerable<string> FilesBelow(string folder) => FilePaths(folder).Select(File.ReadAllText).Where(t => t.Length < LongestFile);

    /// <summary>The code in the string literals of every C# file below a folder.</summary>
    public static IEnumerable<string> LiteralsBelow(string folder) => FilePaths(folder).SelectMany(f => LiteralsIn(File.ReadAllText(f)));

    /// <summary>The code in the string literals of a file.</summary>
    public static IEnumerable<string> LiteralsIn(string text) =>
        from token in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens()
        where token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken) && token.ValueText.Length > ShortestLiteral
        let code = Marks().Replace(token.ValueText, "")
        where code.Contains(';', StringComparison.Ordinal)
        select AsProgram(code);

    // Statements of a test stand in a method that has what tests call them with.
    private static string AsProgram(string code) =>
        CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot().Members.Any(m => m is not GlobalStatementSyntax)
            ? code
            : $$"""
                namespace Shop;

                public class Fuzzed(ShopDb db)
                {
                    public async Task RunAsync(List<int> ids, List<Order> orders, List<Account> accounts, CancellationToken ct)
                    {
                {{code}}
                    }

                    private static void Use(params object?[] values) { }
                }
                """;

    private static IEnumerable<string> FilePaths(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // [|ToList|], {|PERF1001:ToList|}, $$
    [GeneratedRegex(@"\{\|[A-Za-z0-9]+:|\[\||\|\]|\|\}|\$\$")]
    private static partial Regex Marks();
}
