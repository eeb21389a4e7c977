using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Declarations;

/// <summary><c>Channel.CreateUnbounded&lt;Job&gt;()</c> becomes <c>Channel.CreateBounded&lt;Job&gt;(1_000)</c>, where it is made.</summary>
internal static class BoundedChannelPlan
{
    // As many as nobody misses, and few enough to be no matter of memory; the reviewer knows better.
    private const string Limit = "1_000";

    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Finding is not { } finding || !finding.Properties.TryGetValue("perf.queue", out var mode) || finding.AdditionalLocations.Count == 0 || finding.AdditionalLocations[0] is not { SourceTree: { } tree } made)
            return new Refused("it is not a channel");

        if (request.Document.Project.Solution.GetDocument(tree) is not { } document || await tree.GetRootAsync(cancellationToken).ConfigureAwait(false) is not { } root ||
            root.FindNode(made.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name } access } call)
        {
            return new Refused("where the channel is made is out of sight");
        }

        if (name.Identifier.ValueText != "CreateUnbounded")
            return new Refused("a channel that sorts has no limit");

        if (OptionsOf(call) is not { } options)
            return new Refused("its options are made elsewhere");

        // System.Threading.Channels.Channel.CreateUnbounded: the other types are where that one is.
        var type = access.Expression.ToString();
        var space = type.Substring(0, type.LastIndexOf('.') + 1);
        if (mode == "drop")
            options = [.. options, $"FullMode = {space}BoundedChannelFullMode.DropOldest"];

        var limit = options.Count == 0 ? Limit : $"new {space}BoundedChannelOptions({Limit}) {{ {string.Join(", ", options)} }}";
        var edits = new Edits();
        edits.Add(document.Id, new TextChange(name.Identifier.Span, "CreateBounded"));
        edits.Add(document.Id, new TextChange(TextSpan.FromBounds(call.ArgumentList.OpenParenToken.Span.End, call.ArgumentList.CloseParenToken.SpanStart), limit));
        return edits.ToRewrite(mode == "drop" ? "Keep the last 1,000 and let the oldest go" : "Let who writes wait while 1,000 are queued");
    }

    // new UnboundedChannelOptions { SingleReader = true }: both kinds have the same options.
    private static IReadOnlyList<string>? OptionsOf(InvocationExpressionSyntax call)
    {
        if (call.ArgumentList.Arguments.Count == 0)
            return [];

        return call.ArgumentList.Arguments[0].Expression is ObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } options && call.ArgumentList.Arguments.Count == 1
            ? [.. options.Initializer?.Expressions.Select(e => e.ToString()) ?? []]
            : null;
    }
}
