using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes;

/// <summary>What a fix is asked to plan: the place that a diagnostic marks.</summary>
/// <param name="Document">The document with the marked place.</param>
/// <param name="Root">Its syntax.</param>
/// <param name="Model">Its semantics.</param>
/// <param name="Span">The marked token.</param>
public sealed record FixRequest(Document Document, SyntaxNode Root, SemanticModel Model, TextSpan Span)
{
    /// <summary>The finding; null when the same change is planned again elsewhere, as Fix All does.</summary>
    public Diagnostic? Finding { get; init; }

    /// <summary>Whether a person looks at what comes of it, so that what only a person can know need not be proven.</summary>
    internal bool IsReviewed { get; init; }

    /// <summary>The innermost node of the wanted kind around the marked token, without leaving it for an outer one of another call.</summary>
    public TNode? Enclosing<TNode>()
        where TNode : SyntaxNode => Root.FindToken(Span.Start).Parent?.FirstAncestorOrSelf<TNode>();

    internal static async Task<FixRequest?> CreateAsync(Document document, Diagnostic finding, CancellationToken cancellationToken) =>
        await CreateAsync(document, finding.Location.SourceSpan, cancellationToken).ConfigureAwait(false) is { } request ? request with { Finding = finding } : null;

    internal static async Task<FixRequest?> CreateAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || model is null || !root.FullSpan.Contains(span) ? null : new(document, root, model, span);
    }
}
