using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Batching;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;

namespace PerfAnalyzers.CodeFixes.Rewriting.Sql;

/// <summary>A read by SQL and key in a loop: the rows of all keys before the loop, a look-up where the read was.</summary>
internal static class SqlReadPlan
{
    /// <summary>Keys of one command where each becomes a parameter: SQL Server takes 2,100, SQLite 32,766.</summary>
    private const int KeysAtOnce = 1000;

    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } invocation)
            return new Refused("the marked place is not a call");

        if (SqlCall.Of(invocation, model) is { Value: var call, Refusal: var noCall } && call is null)
            return new Refused(noCall!);

        if (ElementLoop.Around(invocation, model) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (loop!.Turn is not ForEachStatementSyntax || loop.EndsEarly)
            return new Refused("the loop may end before its last element");

        if (model.GetConstantValue(call!.Sql, cancellationToken) is not { HasValue: true, Value: string text })
            return new Refused("the SQL is not a constant");

        if (model.GetSymbolInfo(call.Sql, cancellationToken).Symbol is ILocalSymbol constant && ReadScope.IsDeclaredIn(constant, loop.Turn))
            return new Refused($"'{constant.Name}' is declared in the loop and cannot be read before it");

        if (KeyedSql.Parse(text) is { Value: var sql, Refusal: var noSql } && sql is null)
            return new Refused(noSql!);

        if (!string.Equals(sql!.Parameter, call.KeyName, StringComparison.OrdinalIgnoreCase))
            return new Refused("the key is not the one parameter of the SQL");

        if (sql.IsOrdered && !call.IsMany)
            return new Refused("the first of several rows would be picked");

        if (await RefusalAsync(call, sql, loop!, document, model, cancellationToken).ConfigureAwait(false) is { } refusal)
            return new Refused(refusal);

        if (SqlDialect.HasArrays(model.GetTypeInfo(call.Connection, cancellationToken).Type!, document.Project.Solution) is not { } hasArrays)
            return new Refused("nothing says which database it is, and so how it takes many keys");

        var source = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return Write(document, root, source, call, sql, text, loop!, model, hasArrays);
    }

    private static async Task<string?> RefusalAsync(SqlCall call, KeyedSql sql, ElementLoop loop, Document document, SemanticModel model, CancellationToken cancellationToken)
    {
        if (!loop.Scope.Varies(call.Key, call.Call) || !loop.Scope.IsInvariant(call.Connection, call.Call) || call.Others.Any(other => !loop.Scope.IsInvariant(other.Expression, call.Call)))
            return "more than the key differs from one element to the next";

        if (Property(call.Row, sql.KeyName) is not { } property)
            return $"'{call.Row.Name}' has no property for '{sql.KeyName}'";

        if (model.GetTypeInfo(call.Key, cancellationToken).Type is not { } key || !SymbolEqualityComparer.Default.Equals(key, property.Type) || key.SpecialType == SpecialType.System_String)
            return "the key may compare differently in the database and in memory";

        if (await KeyComparison.RefusalAsync(key, document.Project.Solution, cancellationToken).ConfigureAwait(false) is { } difference)
            return difference;

        return SharedRows.Refusal([call.Row], loop, call.Awaited.Whole, AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken), cancellationToken)
            ?? await LoopPreconditions.RefusalAsync(loop, call.Awaited.Whole, document, isReviewed: false, mayBeSaved: false, cancellationToken).ConfigureAwait(false);
    }

    private static Planned<Rewrite> Write(Document document, SyntaxNode root, SourceText source, SqlCall call, KeyedSql sql, string text, ElementLoop loop, SemanticModel model, bool hasArrays)
    {
        var layout = new Layout(source, loop.Statement);
        var names = new Names(loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? root, model, loop.Statement.SpanStart);
        var parameter = Names.Plural(sql.Parameter);
        if (Changed(call.Sql, sql.Condition, sql.ConditionFor(parameter, hasArrays), text, model) is not var (query, constant))
            return new Refused("the SQL cannot be changed where it is written");

        if (LoopSource.Of(loop, call.IsAsync, names) is { Value: var elements, Refusal: var noElements } && elements is null)
            return new Refused(noElements!);

        if (KeyList.Of(loop, elements!, call.Key, names, needsReadOnlyCollection: false, copiesArrays: false) is { Value: var keys, Refusal: var noKeys } && keys is null)
            return new Refused(noKeys!);

        var entity = Names.Camel(call.Row.Name);
        var rows = names.Take(Names.Plural(entity), entity + "Rows");
        var property = Property(call.Row, sql.KeyName)!.Name;
        var lookup = names.Take($"{rows}By{property}");
        var lambda = names.Take("row", "r");
        List<string> lines = [.. new[] { elements!.Declaration, keys!.Declaration }.OfType<string>()];
        if (hasArrays)
        {
            // The provider knows arrays and lists.
            var isKnown = keys.Declaration is not null || elements.Type is IArrayTypeSymbol or { Name: "List" };
            lines.Add($"var {rows} = {call.Query(query, parameter, isKnown ? keys.Name : keys.Name + ".ToArray()", model)};");
        }
        else
        {
            var chunk = names.Take("chunk", "someKeys");
            lines.Add($"var {rows} = new List<{Nullability.TextOf(call.Row, model, loop.Statement.SpanStart)}>();");
            lines.Add($"foreach (var {chunk} in {keys.Name}.Chunk({KeysAtOnce}))");
            lines.Add($"{layout.Step}{rows}.AddRange({call.Query(query, parameter, chunk, model)});");
        }

        lines.Add($"var {lookup} = {rows}.ToLookup({lambda} => {lambda}.{property});");
        var edits = new Edits();
        edits.Add(document.Id, layout.Before(lines));
        if (elements.Declaration is not null)
            edits.Add(document.Id, new TextChange(loop.Source.Span, elements.Elements));

        if (constant is { } change)
            edits.Add(document.Id, change);

        edits.Replace(document.Id, call.Awaited.Whole, $"{lookup}[{call.Key}]{call.Operator}", isPrimary: true);
        edits.Add(document.Id, UsingDirectives.Missing(model, loop.Statement.SpanStart, source, layout.NewLine, "System.Collections.Generic", "System.Linq"));
        return edits.ToRewrite("Ask for the rows of all elements before the loop");
    }

    // The literal with another condition, where it stands; or in the declaration of a constant that nobody else reads.
    private static (string Query, TextChange? Constant)? Changed(ExpressionSyntax sql, string condition, string changed, string value, SemanticModel model)
    {
        if (sql is LiteralExpressionSyntax literal)
            return Replaced(literal) is { } text ? (text, null) : null;

        // A constant that others read stays as it is.
        var shared = model.GetSymbolInfo(sql).Symbol;
        if (shared is IFieldSymbol { DeclaredAccessibility: not Accessibility.Private })
            return value.Contains('\n') ? null : (SymbolDisplay.FormatLiteral(value.Replace(condition, changed), quote: true), null);

        if (shared is not (ILocalSymbol or IFieldSymbol) || shared.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != sql.SyntaxTree
            || reference.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax declared })
        {
            return null;
        }

        var uses = sql.SyntaxTree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Count(name => name.Identifier.Text == shared.Name);
        return uses == 1 && Replaced(declared) is { } constant
            ? (sql.ToString(), new TextChange(declared.Span, constant))
            : null;

        string? Replaced(LiteralExpressionSyntax expression)
        {
            var code = expression.ToString();
            var at = code.IndexOf(condition, StringComparison.Ordinal);
            return at < 0 || code.IndexOf(condition, at + 1, StringComparison.Ordinal) >= 0 ? null : code.Substring(0, at) + changed + code.Substring(at + condition.Length);
        }
    }

    // Dapper fills properties without regard to case.
    private static IPropertySymbol? Property(INamedTypeSymbol row, string name)
    {
        for (var type = row; type is not null; type = type.BaseType)
        {
            if (type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(p => !p.IsStatic && p.DeclaredAccessibility == Accessibility.Public && p.GetMethod is not null && string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)) is { } property)
                return property;
        }

        return null;
    }
}
