using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Batching;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Bulk;

/// <summary>A call whose result is used, for each element: the member for many is called before the loop, and the loop looks up what was its own.</summary>
internal static class BulkReadPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(Document document, BulkCall bulk, CancellationToken cancellationToken)
    {
        var model = bulk.Model;
        if (ElementLoop.Whole(bulk.Call, model) is { Value: var whole, Refusal: var noLoop } && whole is null)
            return new Refused(noLoop!);

        var statement = whole!.Statement;
        if (!LoopSyntax.HasRoom(statement))
            return new Refused("there is no place before the loop for a statement");

        if (!bulk.IsSteadyIn(whole.Turn))
            return new Refused("the call is on something that is made in the loop");

        if (!bulk.TakesElementsAsTheyAre)
            return new Refused("the elements are converted for the call");

        if (LookUp.Of(bulk) is { Value: var lookUp, Refusal: var refusal } && lookUp is null)
            return new Refused(refusal!);

        // Where a condition cannot be known before the loop, rows are loaded for the elements that it leaves out, too.
        var loop = ElementLoop.Around(bulk.Call, model).Value ?? whole;
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var position = statement.SpanStart;
        var names = new Names(statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? root!, model, position);
        if (LoopSource.Of(loop, isAsync: bulk.Awaited.Whole != bulk.Call, names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (KeyList.Of(loop, source!, bulk.Element, names, needsReadOnlyCollection: true, copiesArrays: false) is { Value: var keys, Refusal: var noKeys } && keys is null)
            return new Refused(noKeys!);

        var layout = new Layout(text, statement);
        var rows = names.Take(Names.Plural(Names.Camel(lookUp!.Row)), "loaded" + Names.Plural(lookUp.Row));
        var found = names.Take($"{rows}By{lookUp.Key}");
        var isGiven = bulk.TakesLists && (keys!.Declaration is not null || source!.IsList || model.Compilation.HasImplicitConversion(source.Type, bulk.ParameterType));
        var edits = new Edits();
        edits.Add(document.Id, layout.Before(
        [
            .. new[] { source!.Declaration, keys!.Declaration }.OfType<string>(),
            $"var {rows} = {bulk.With(isGiven ? keys.Name : keys.Name + bulk.Conversion)};",
            $"var {found} = {rows}.ToLookup({Names.Camel(lookUp.Row)} => {Names.Camel(lookUp.Row)}.{lookUp.Key});",
        ]));
        if (source.Declaration is not null)
            edits.Add(document.Id, new TextChange(loop.Source.Span, source.Elements));

        edits.Replace(document.Id, bulk.Awaited.Whole, $"{found}[{bulk.Element}]{lookUp.Operator}", isPrimary: true);
        edits.Add(document.Id, UsingDirectives.Missing(model, position, text, layout.NewLine, "System.Collections.Generic", "System.Linq"));
        return edits.ToRewrite($"Load all before the loop with '{bulk.Twin.Method.Name}'");
    }

    /// <summary>How one element's answer is found among those of all.</summary>
    /// <param name="Row">The name of a row's type.</param>
    /// <param name="Key">The property of a row that says whose it is.</param>
    /// <param name="Operator">What makes the rows of one key into what the call gave.</param>
    private sealed record LookUp(string Row, string Key, string Operator)
    {
        public static Planned<LookUp> Of(BulkCall bulk)
        {
            var (method, twin) = (bulk.Method, bulk.Twin.Method);
            if (BulkTwin.ResultOf(method.ReturnType) is not { } one || BulkTwin.ResultOf(twin.ReturnType) is not { } many || BulkTwin.ElementOf(many) is not { } row)
                return new Refused($"'{twin.Name}' does not return a sequence");

            var given = BulkTwin.ElementOf(one);
            if (!SymbolEqualityComparer.Default.Equals(given ?? one, row))
                return new Refused($"'{twin.Name}' returns something else than '{method.Name}'");

            if (KeyOf(row, bulk) is not { } key)
                return new Refused($"nothing in a {row.Name} says for which of the elements it was returned");

            var @operator = one switch
            {
                // What follows takes any sequence.
                _ when bulk.IsOfMany && IsReadAsSequence(bulk) => "",
                _ when given is null => row is { IsReferenceType: true } && one.NullableAnnotation != NullableAnnotation.NotAnnotated ? ".FirstOrDefault()" : ".First()",
                IArrayTypeSymbol => ".ToArray()",
                { Name: "IEnumerable" } => "",
                _ => ".ToList()",
            };
            return new LookUp(row.Name, key, @operator);
        }

        private static bool IsReadAsSequence(BulkCall bulk)
        {
            var whole = bulk.Awaited.Whole.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : bulk.Awaited.Whole;
            return whole.Parent is MemberAccessExpressionSyntax access && access.Expression == whole && bulk.Model.GetSymbolInfo(access).Symbol is IMethodSymbol { ContainingType.Name: "Enumerable" };
        }

        // GetById(int id) of an Order: its Id. GetLines(int orderId) of OrderLines: their OrderId. GetByIds(int[] orderIds) of Orders: their Id.
        private static string? KeyOf(ITypeSymbol row, BulkCall bulk)
        {
            var parameter = Names.Pascal(bulk.Method.Parameters[bulk.Twin.Ordinal].Name);
            var by = bulk.Method.Name.LastIndexOf("By", StringComparison.Ordinal) is > 0 and var at ? bulk.Method.Name.Substring(at + 2) : "";
            by = by.EndsWith("Async", StringComparison.Ordinal) ? by.Substring(0, by.Length - "Async".Length) : by;
            string[] candidates = bulk.IsOfMany
                ? [.. PropertiesOf(row).Where(name => Names.Plural(name) is var many && (many == parameter || many == by)), .. Names.Plural(row.Name + "Id") == parameter ? (string[])["Id"] : []]
                : [parameter, by, .. parameter == row.Name + "Id" ? (string[])["Id"] : []];
            return candidates.FirstOrDefault(name => name.Length > 0 && PropertyOf(row, name) is { GetMethod: not null } property && SymbolEqualityComparer.Default.Equals(Nullability.Underlying(property.Type), Nullability.Underlying(bulk.Twin.Each)));
        }

        private static IEnumerable<string> PropertiesOf(ITypeSymbol type)
        {
            for (var current = type; current is not null; current = current.BaseType)
            {
                foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
                    yield return property.Name;
            }
        }

        private static IPropertySymbol? PropertyOf(ITypeSymbol type, string name)
        {
            for (var current = type; current is not null; current = current.BaseType)
            {
                if (current.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
                    return property;
            }

            return null;
        }
    }
}
