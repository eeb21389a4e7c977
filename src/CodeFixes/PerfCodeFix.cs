using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// The base of every fix. Planning comes first and may say no: then nothing is offered, rather than an action that does nothing
/// or breaks something.
/// </summary>
/// <param name="ruleIds">The rules whose findings are fixed.</param>
/// <param name="safety">What the fix promises.</param>
public abstract class PerfCodeFix(ImmutableArray<string> ruleIds, FixSafety safety) : CodeFixProvider
{
    /// <summary>What the fix promises.</summary>
    public FixSafety Safety => safety;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ruleIds;

    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => safety == FixSafety.Safe ? new FixAllInTurn(this) : null;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixRequest.CreateAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } request
                || await RewriteAsync(request, context.CancellationToken).ConfigureAwait(false) is not { } rewrite)
            {
                continue;
            }

            var solution = context.Document.Project.Solution;
            context.RegisterCodeFix(
                CodeAction.Create(
                    safety == FixSafety.ReviewNeeded ? rewrite.Title + " (review)" : rewrite.Title,
                    cancellationToken => rewrite.ApplyAsync(solution, cancellationToken),
                    GetType().Name),
                diagnostic);
        }
    }

    /// <summary>The change that fixes the marked place; null where there is none, or a part of it is in generated code, which is made anew by the next build.</summary>
    internal async Task<Rewrite?> RewriteAsync(FixRequest request, CancellationToken cancellationToken) =>
        IsWritten(request.Document)
        && (await PlanAsync(request, cancellationToken).ConfigureAwait(false)).Value is { } rewrite
        && rewrite.Edits.Keys.All(id => IsWritten(request.Document.Project.Solution.GetDocument(id)))
            ? rewrite
            : null;

    // What an editor makes of a page of Razor may be a document like any other.
    private static bool IsWritten(Document? document) => document is not (null or SourceGeneratedDocument) && (!document.TryGetSyntaxTree(out var tree) || SourceFile.Of(tree).Razor is null);

    /// <summary>The change that fixes the marked place, or which precondition fails.</summary>
    internal abstract Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken);
}
