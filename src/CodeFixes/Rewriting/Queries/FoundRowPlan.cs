using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.CodeFixes.Rewriting.Queries;

/// <summary>
/// A row that is looked up by its key, with what is read of it: <c>Find</c> takes no <c>Include</c>, and the query that asks for the same row does. What is not
/// saved yet, <c>Find</c> knows and the query does not, which is for review.
/// </summary>
internal static class FoundRowPlan
{
    /// <summary>The look-up that a marked set or context stands at; null where it stands at something else.</summary>
    public static InvocationExpressionSyntax? At(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Root.FindToken(request.Span.Start).Parent is not SimpleNameSyntax name)
            return null;

        // db.Orders: Orders is marked, of db.Set<Order>() Set, of db.Find<Order>(1) Find.
        foreach (var call in name.Ancestors().TakeWhile(n => n is ExpressionSyntax).OfType<InvocationExpressionSyntax>())
        {
            if (request.Model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && QueryApis.KindOf(method) is ReadKind.Find)
                return call.Expression.Span.Contains(name.Span) ? call : null;
        }

        return null;
    }

    /// <summary>Plans it for a path of navigations.</summary>
    public static async Task<Planned<Rewrite>> TryAsync(Document document, SemanticModel model, InvocationExpressionSyntax call, string[] names, CancellationToken cancellationToken)
    {
        var operation = (IInvocationOperation)model.GetOperation(call, cancellationToken)!;
        if (FindCall.Of(operation, model) is { Value: var find, Refusal: var noFind } && find is null)
            return new Refused(noFind!);

        if (QueryChain.OwnersOf(find!.Entity, names) is not { } owners)
            return new Refused("a navigation has no element type");

        var isAsync = QueryApis.IsAsync(operation.TargetMethod);
        if (isAsync && Awaiting.Of(call).Whole is not AwaitExpressionSyntax)
            return new Refused("the task is not awaited where it is made");

        if ((await EntityKeys.ReadAsync(find.Entity, document.Project, cancellationToken).ConfigureAwait(false)).PrimaryKey is not { } key)
            return new Refused("nothing says which column is the key");

        if (!IsPlain(find.Key, model) || !SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(find.Key, cancellationToken).Type?.WithNullableAnnotation(NullableAnnotation.None), key.Type.WithNullableAnnotation(NullableAnnotation.None)))
            return new Refused("the key is no variable of the column's type");

        var start = new QueryChain(find.Receiver, find.Entity, QueryChain.Core, model);
        var variable = start.VariableFor(find.Entity);
        if (find.Key.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.Text == variable))
            return new Refused("the row would have the name of the key");

        var set = find.SetIn(model).Substring(find.Receiver.ToString().Length);
        var token = find.Token is { } given ? $", {given}" : "";
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, call);
        var edits = new Edits();
        edits.Add(
            document.Id,
            new TextChange(new(find.Receiver.Span.End, 0), set + start.Add(names, owners, layout).NewText),
            new TextChange(((MemberAccessExpressionSyntax)call.Expression).Name.Span, isAsync ? "FirstOrDefaultAsync" : "FirstOrDefault"),
            new TextChange(call.ArgumentList.Span, $"({variable} => {variable}.{key.Name} == {find.Key}{token})"));
        edits.Add(document.Id, UsingDirectives.Missing(model, call.SpanStart, text, layout.NewLine, "System.Linq", QueryChain.Core));
        return await IncludePlan.CheckedAsync(document, text, edits.ToRewrite($"Ask for the row with its '{string.Join(".", names)}'"), cancellationToken).ConfigureAwait(false);
    }

    // What the query takes as a parameter, whoever asks it.
    private static bool IsPlain(ExpressionSyntax key, SemanticModel model) => key switch
    {
        _ when model.GetConstantValue(key).HasValue => true,
        IdentifierNameSyntax => model.GetSymbolInfo(key).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol,
        MemberAccessExpressionSyntax access => model.GetSymbolInfo(access).Symbol is IFieldSymbol or IPropertySymbol && (access.Expression is ThisExpressionSyntax || IsPlain(access.Expression, model)),
        _ => false,
    };
}
