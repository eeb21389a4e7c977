using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>A question that the member has asked before in the same words: its answer is used again, which gets a name where it has none.</summary>
internal static class AskedBeforePlan
{
    public static async Task<Planned<Rewrite>> TryAsync(
        FixRequest request, InvocationExpressionSyntax call, ExpressionSyntax question, ITypeSymbol type, InvocationExpressionSyntax before, AnalysisSession session, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        var member = call.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? root;

        // Asked as a statement of its own, or with another way to wait, there is no answer of the kind.
        var first = HoistPlan.Awaited(before);
        if (first.ToString() != question.ToString() || first.Parent is ExpressionStatementSyntax)
            return new Refused("it was asked in another way before");

        if (first.Ancestors().OfType<StatementSyntax>().FirstOrDefault(LoopSyntax.HasRoom) is not { Parent: { } scope } statement || !scope.Span.Contains(question.Span))
            return new Refused("it was not asked before in any case");

        if (model.GetOperation(call.Ancestors().OfType<BlockSyntax>().LastOrDefault() ?? root, cancellationToken) is not { } whole)
            return new Refused("the code around it is no block");

        // for (var n = Count(); ...): the variable is known there alone.
        var known = statement is LocalDeclarationStatementSyntax ? HoistPlan.LocalOf(first, model) : null;
        var given = HoistPlan.LocalOf(question, model);
        if (!IsValue(type))
        {
            var touched = session.Touched.Of(whole, o => o.Syntax == first || o.Syntax == question, cancellationToken);
            if (new[] { known, given }.FirstOrDefault(l => l is not null && touched.Written.Contains(l)) is { } changed)
                return new Refused($"'{changed.Name}' is changed, and would be for both");

            if (HoistPlan.ChangedPart(type, touched) is { } part)
                return new Refused($"'{part.Name}' of what was answered is changed, and would be for both");
        }

        var edits = new Edits();
        var name = known?.Name;
        if (known is null || Assignments.In(member, model).Contains(known) || !SymbolEqualityComparer.Default.Equals(known.Type, type))
        {
            if (Hazard(first, statement, model, cancellationToken) is { } hazard)
                return new Refused(hazard);

            var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            name = new Names(member, model, statement.SpanStart).Take(HoistPlan.NameFor(type, (IMethodSymbol)model.GetSymbolInfo(call, cancellationToken).Symbol!), "answer");
            edits.Add(document.Id, new Layout(text, statement).Before([$"var {name} = {first};"]));
            edits.Replace(document.Id, first, name, isPrimary: true);
        }

        edits.Replace(document.Id, question, name!, isPrimary: true);
        return edits.ToRewrite("Use the answer that is there already");
    }

    // What an answer of the kind is, stays.
    private static bool IsValue(ITypeSymbol type) => type.IsValueType || type.IsAnonymousType || type.SpecialType == SpecialType.System_String;

    // The question moves before its statement: nothing of that may come first, nor be part of it.
    private static string? Hazard(ExpressionSyntax question, StatementSyntax statement, SemanticModel model, CancellationToken cancellationToken)
    {
        if (statement.DescendantNodes().TakeWhile(n => n.SpanStart < question.SpanStart).Any(n => !n.Span.Contains(question.Span) && n is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax))
            return "something else happens before it is asked";

        return HoistPlan.NamedIn(question, model, cancellationToken).FirstOrDefault(s => s is ILocalSymbol && ReadScope.IsDeclaredIn(s, statement)) is { } made ? $"'{made.Name}' is made where it is asked" : null;
    }
}
