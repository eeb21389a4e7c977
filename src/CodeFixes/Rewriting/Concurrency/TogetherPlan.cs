using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Rules;

namespace PerfAnalyzers.CodeFixes.Rewriting.Concurrency;

/// <summary>Calls that are awaited one after the other: started one after the other, awaited together, their answers taken where they were.</summary>
internal static class TogetherPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (CallsOf(request) is not { Length: > 1 } calls)
            return new Refused("the finding does not say which calls it is about");

        if (calls.Select(StatementOf).ToList() is var statements && statements.Exists(s => s is null or { Parent: not BlockSyntax }) || statements.Select(s => s!.Parent).Distinct().Count() > 1)
            return new Refused("there is no place before the first call for a statement");

        var first = statements[0]!;
        if (await RefusalAsync(calls, first, model, document, cancellationToken).ConfigureAwait(false) is { } refusal)
            return new Refused(refusal);

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, first);
        var names = new Names(first.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? root, model, first.SpanStart);
        var lines = new List<string>();
        var tasks = new List<string>();
        var edits = new Edits();
        foreach (var call in calls)
        {
            var name = names.Take(NameOf(call) + "Task");
            var isTask = model.GetTypeInfo(call, cancellationToken).Type is { Name: "Task" };
            lines.Add($"var {name} = {call}{(isTask ? "" : ".AsTask()")};");
            tasks.Add(name);
            edits.Add(document.Id, new TextChange(call.Span, name));
        }

        var configured = Array.TrueForAll(calls, c => Awaiting.Of(c).ConfigureAwait is not null) ? $".ConfigureAwait({Awaiting.Of(calls[0]).ConfigureAwait})" : "";
        lines.Add($"await Task.WhenAll({string.Join(", ", tasks)}){configured};");
        edits.Add(document.Id, layout.Before(lines));
        edits.Add(document.Id, UsingDirectives.Missing(model, first.SpanStart, text, layout.NewLine, "System.Threading.Tasks"));
        var rewrite = edits.ToRewrite($"Start {(calls.Length == 2 ? "both calls" : $"all {calls.Length.ToString(CultureInfo.InvariantCulture)} calls")}, then await them together");
        return await CompilerErrors.AreAddedWithinAsync(document.Project.Solution, rewrite, cancellationToken).ConfigureAwait(false) ? new Refused("the changed code would not compile") : rewrite;
    }

    // The marked one and those beside it, in the order of the code.
    private static InvocationExpressionSyntax[]? CallsOf(FixRequest request)
    {
        if (request.Finding is not { } finding || !finding.Properties.TryGetValue(SequentialRoundTripsAnalyzer.CallsProperty, out var told) || !int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var others))
            return null;

        var calls = finding.AdditionalLocations.Take(others).Append(finding.Location).Select(l => request.Root.FindToken(l.SourceSpan.Start).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>()).ToList();
        return calls.Contains(null) ? null : [.. calls.OfType<InvocationExpressionSyntax>().OrderBy(c => c.SpanStart)];
    }

    private static StatementSyntax? StatementOf(InvocationExpressionSyntax call) => call.FirstAncestorOrSelf<StatementSyntax>();

    private static async Task<string?> RefusalAsync(InvocationExpressionSyntax[] calls, StatementSyntax first, SemanticModel model, Document document, CancellationToken cancellationToken)
    {
        var block = (BlockSyntax)first.Parent!;
        var last = StatementOf(calls[calls.Length - 1])!;
        var between = block.Statements.Where(s => s.SpanStart > first.SpanStart && s.SpanStart < last.SpanStart && !Array.Exists(calls, c => s.Span.Contains(c.Span))).ToList();
        if (between.Exists(s => s.DescendantNodes().Any(n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax)))
            return "something is done between the calls";

        // id++ between a page and the next: with both started before it, they would ask for the same one.
        var touched = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken).Touched;
        var written = block.Statements.Where(s => s.SpanStart >= first.SpanStart && s.SpanStart <= last.SpanStart).Select(s => model.GetOperation(s, cancellationToken)).OfType<IOperation>()
            .Aggregate(Touched.Nothing, (all, operation) => all.And(touched.Of(operation, o => Array.Exists(calls, c => c == o.Syntax), cancellationToken))).Written;
        var shared = new SharedState(document.Project.Solution);
        foreach (var call in calls)
        {
            if (model.GetOperation(call, cancellationToken) is { } asked && touched.Of(asked, _ => false, cancellationToken).Read.FirstOrDefault(written.Contains) is { } changed)
                return $"'{changed.Name}' changes between the calls";

            if (Awaiting.Of(call).Whole is not AwaitExpressionSyntax)
                return $"'{call}' is not awaited where it is made";

            if (!TaskTypes.IsTask(model.GetTypeInfo(call, cancellationToken).Type))
                return "a call returns no Task";

            if (call.ContainsDirectives || call.DescendantTokens().Any(t => t.Text.Contains('\n')))
                return "the code has directives or texts over several lines";

            // Its arguments are made before the first answer is there.
            if (call.DescendantNodes().OfType<AwaitExpressionSyntax>().Any())
                return "an argument is awaited";

            if (call.DescendantNodes().OfType<IdentifierNameSyntax>().Select(n => model.GetSymbolInfo(n, cancellationToken).Symbol)
                .Any(s => s is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } && reference.Span.Start >= first.SpanStart && !call.Span.Contains(reference.Span)))
            {
                return "an argument is made after the first call";
            }

            if (await shared.InAsync(call, call, model, cancellationToken).ConfigureAwait(false) is { } reason)
                return reason;
        }

        return null;
    }

    // itemsTask of var items = await ...; brandsTask of GetBrandsAsync().
    private static string NameOf(InvocationExpressionSyntax call)
    {
        var whole = Awaiting.Of(call).Whole;
        if (whole.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var local } })
            return local;

        if (whole.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax } assignment && assignment.Right == whole)
            return Names.Camel(assignment.Left is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : assignment.Left.ToString());

        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } => member,
            SimpleNameSyntax { Identifier.ValueText: var simple } => simple,
            _ => "call",
        };
        name = name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? name.Substring(0, name.Length - 5) : name;
        return Names.Camel(name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3 ? name.Substring(3) : name);
    }
}
