using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Facts;

/// <summary>Facts handed to the analyzers as a file that is nowhere on disk.</summary>
internal sealed class FactsText(string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

    public override string Path => "/solution.perffacts";

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
