using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.CodeFixes.Rewriting.Bulk;

/// <summary>
/// A call of which nobody uses a result, for each element: the loop collects the elements, and the member for many gets them after it. Where the
/// loop does nothing else, there is no loop any more.
/// </summary>
internal static class BulkWritePlan
{
    public static async Task<Planned<Rewrite>> TryAsync(Document document, BulkCall bulk, CancellationToken cancellationToken)
    {
        var model = bulk.Model;
        var statement = (ExpressionStatementSyntax)bulk.Awaited.Whole.Parent!;
        StatementSyntax? loop = null;
        foreach (var around in LoopSyntax.Around(bulk.Call))
        {
            if (!bulk.IsSteadyIn(around))
                break;

            loop = around;
        }

        if (loop is null)
            return new Refused("the call stands in no loop, or on something that is made in it");

        if (!LoopSyntax.HasRoom(loop))
            return new Refused("there is no place beside the loop for a statement");

        if (statement.Ancestors().TakeWhile(node => node != loop).Any(node => node is TryStatementSyntax or LockStatementSyntax or UsingStatementSyntax or FixedStatementSyntax or CheckedStatementSyntax))
            return new Refused("what may go wrong is handled for each element");

        if (LoopSyntax.BodyOf(loop)!.DescendantNodesAndSelf(node => !ElementLoop.IsFunction(node)).Any(node => node is ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax))
            return new Refused("the loop may be left before its end, with elements that were collected for later");

        if (SharedRefusal(loop, bulk) is { } shared)
            return new Refused(shared);

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, loop);
        var edits = new Edits();
        var title = $"Call '{bulk.Twin.Method.Name}' once for all of them";
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var names = new Names(loop.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? root!, model, loop.SpanStart);
        if (Whole(loop, statement, bulk) is var (elements, count))
        {
            // Where there are no elements there was no call, and not each member for many takes none.
            var declared = count is null ? names.Take(ListName(bulk)) : null;
            count ??= $"{declared}.{(bulk.Conversion == ".ToArray()" ? "Length" : "Count")}";
            var lines = new[] { declared is null ? null : $"var {declared} = {elements};", $"if ({count} > 0)", $"{layout.Step}{bulk.With(declared ?? elements)};" }.OfType<string>();
            edits.Add(document.Id, new TextChange(loop.Span, string.Join(layout.NewLine + layout.Indent, lines)));
        }
        else
        {
            var list = names.Take(ListName(bulk));
            if (layout.After([$"if ({list}.Count > 0)", layout.Step + bulk.With(bulk.TakesLists ? list : list + bulk.Conversion) + ";"]) is not { } after)
                return new Refused("the loop shares its last line with other code");

            edits.Add(document.Id, layout.Before([$"var {list} = new List<{bulk.ElementType}>();"]));
            edits.Add(document.Id, new TextChange(bulk.Awaited.Whole.Span, $"{list}.Add({bulk.Element})"));
            edits.Add(document.Id, after);
        }

        edits.Add(document.Id, UsingDirectives.Missing(model, loop.SpanStart, text, layout.NewLine, "System.Collections.Generic", "System.Linq"));
        return edits.ToRewrite(title);
    }

    // order.Status = ...; repository.Update(order);  the collected object is what it is when the loop has ended: not what a later turn makes of it, nor what the call would have made of it for the rest of this one.
    private static string? SharedRefusal(StatementSyntax loop, BulkCall bulk)
    {
        if (bulk.Model.GetTypeInfo(bulk.Element).Type is null or { IsValueType: true } or { SpecialType: SpecialType.System_String } || RootOf(bulk.Element) is not { } root || bulk.Model.GetSymbolInfo(root).Symbol is not { } holder)
            return null;

        if (!ReadScope.IsDeclaredIn(holder, loop))
            return $"'{holder.Name}' is the same object in each turn";

        var after = LoopSyntax.BodyOf(loop)!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.SpanStart > bulk.Call.Span.End && SymbolEqualityComparer.Default.Equals(bulk.Model.GetSymbolInfo(n).Symbol, holder));
        return after.Any(use => !IsRead(use, bulk.Model)) ? $"'{holder.Name}' is used again after the call, which may have changed it" : null;
    }

    // logger.LogInformation("{Name}", order.Name): a value, other than the key that the database gives.
    private static bool IsRead(IdentifierNameSyntax use, SemanticModel model) => use.Parent is MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } access && access.Expression == use && !Assignments.IsTarget(access) &&
        model.GetSymbolInfo(access).Symbol is IPropertySymbol { Type: { IsValueType: true } or { SpecialType: SpecialType.System_String } } property && !OperationShape.IsIdentity(property);

    private static IdentifierNameSyntax? RootOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name,
        MemberAccessExpressionSyntax access => RootOf(access.Expression),
        PostfixUnaryExpressionSyntax suppressed => RootOf(suppressed.Operand),
        _ => null,
    };

    // foreach (var id in ids) repository.Delete(id); has nothing that is worth keeping but what it goes over.
    private static (string Elements, string? Count)? Whole(StatementSyntax loop, StatementSyntax statement, BulkCall bulk)
    {
        if (loop is not ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each || each.DescendantTrivia().Any(trivia => trivia.IsDirective || trivia.ToString().StartsWith("/", StringComparison.Ordinal)))
            return null;

        if (each.Statement != statement && each.Statement is not BlockSyntax { Statements: [var only] } || each.Statement is BlockSyntax { Statements: [var single] } && single != statement)
            return null;

        var source = each.Expression;
        var name = each.Identifier.Text;
        var text = source is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax ? source.ToString() : $"({source})";
        var count = source is IdentifierNameSyntax or MemberAccessExpressionSyntax && LoopSource.CountIn(bulk.Model.GetTypeInfo(source).Type) is { } counted ? $"{source}.{counted}" : null;
        var isElement = bulk.Element is IdentifierNameSyntax { Identifier.Text: var used } && used == name;
        if (isElement && count is not null && bulk.Model.Compilation.HasImplicitConversion(bulk.Model.GetTypeInfo(source).Type, bulk.ParameterType))
            return (source.ToString(), count);

        if (!bulk.TakesElementsAsTheyAre)
            return null;

        // What is awaited or declared for each element has no place in a lambda.
        if (bulk.Element.DescendantNodesAndSelf().Any(node => node is AwaitExpressionSyntax or SingleVariableDesignationSyntax))
            return null;

        return ((isElement ? text : $"{text}.Select({name} => {bulk.Element})") + bulk.Conversion, count);
    }

    // moviesToUpdate, idsToDelete.
    private static string ListName(BulkCall bulk)
    {
        var one = bulk.Element switch
        {
            IdentifierNameSyntax name => name.Identifier.Text,
            MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
            _ => bulk.Method.Parameters[bulk.Twin.Ordinal].Name,
        };
        var verb = new string([bulk.Method.Name[0], .. bulk.Method.Name.Skip(1).TakeWhile(letter => !char.IsUpper(letter))]);
        return $"{Names.Plural(Names.Camel(one))}To{Names.Pascal(verb)}";
    }
}
