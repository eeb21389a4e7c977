using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Timing;

/// <summary>
/// An evidence file of any size about a program: a method and a site for each of its methods, and then the same for methods of other
/// projects until it is long enough, because a profile knows the whole process.
/// </summary>
internal sealed class SyntheticEvidence : AdditionalText
{
    private readonly SourceText _text;

    private SyntheticEvidence(string path, string text)
    {
        Path = path;
        _text = SourceText.From(text, Encoding.UTF8);
    }

    /// <inheritdoc/>
    public override string Path { get; }

    /// <summary>Characters of the file, which are its bytes.</summary>
    public int Length => _text.Length;

    /// <summary>Evidence about a program, of so many bytes or a little more.</summary>
    public static SyntheticEvidence About(LoadedProject program, int bytes)
    {
        var compilation = program.Compilation;
        var own = compilation.SyntaxTrees.SelectMany(tree => Methods(compilation.GetSemanticModel(tree), program.Tree.PathOf(tree.FilePath))).ToList();
        var methods = new StringBuilder();
        var sites = new StringBuilder();
        for (var i = 0; methods.Length + sites.Length < bytes; i++)
        {
            var (id, file, line) = own[i % own.Count];
            // A copy of the same shape in a project that is not this one.
            if (i >= own.Count)
                id = id.Replace("Synthetic.", string.Create(CultureInfo.InvariantCulture, $"Other{i / own.Count}."), StringComparison.Ordinal);

            methods.Append(CultureInfo.InvariantCulture, $"method\t{id}\tfile={file}\tline={line}\tcalls={1000 + (i % 977)}\tself-ms={i % 40}\ttotal-ms={100 + (i % 4000)}\n");
            sites.Append(CultureInfo.InvariantCulture, $"site\t{id}\tfile={file}\tline={line + 3}\top=db.read\tcalls={(i % 3 == 0 ? 847000 : 1000)}\troots=1000\tper-root={(i % 3 == 0 ? 847 : 1)}\ttotal-ms={100 + (i % 4000)}\n");
        }

        return new(
            program.Tree.FullPath(".perf/load.perfevidence"),
            $"perfevidence\t1\nprofile\tload\ttool=perfevidence-run/1.0\tduration-ms=60000\troots=1000\tunit=wall\n{methods}{sites}");
    }

    /// <inheritdoc/>
    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;

    private static IEnumerable<(string Id, string File, int Line)> Methods(SemanticModel model, string file) =>
        from method in model.SyntaxTree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.Body is not null || method.ExpressionBody is not null
        let id = model.GetDeclaredSymbol(method)!.GetDocumentationCommentId()
        select (id, file, method.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
}
