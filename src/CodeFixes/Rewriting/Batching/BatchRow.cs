using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>What a batch loads for each key: the row itself, what the read takes of it beside its key, or what it computes of all rows of the key.</summary>
/// <param name="Operators">What follows the condition in the query.</param>
/// <param name="Name">The name of a loaded row in a lambda.</param>
/// <param name="Key">Its key, in terms of that name.</param>
/// <param name="Value">What the read gives of it; null when that is the row itself.</param>
internal sealed record BatchRow(IReadOnlyList<string> Operators, string Name, string Key, string? Value)
{
    public static BatchRow Of(Batch batch, string row, string group)
    {
        var read = batch.Read;
        var column = batch.Column.Name;

        if (batch.IsSet)
            return new([$".Select({row} => {batch.GroupKey(row)})", .. batch.IsUnique ? [] : (string[])[".Distinct()"]], row, row, null);

        if (read.IsAggregate)
        {
            return new(
                [$".GroupBy({row} => {batch.GroupKey(row)})", $".Select({group} => new {{ {group}.Key, Value = {batch.Cast}{group}.{read.Kind}({read.Projection}) }})"],
                group, $"{group}.Key", $"{group}.Value");
        }

        if (read.Projection is not { ExpressionBody: { } body, Parameter.Identifier.Text: var name })
            return new([], row, read.Second is { } second ? $"({row}.{column}, {row}.{second.Column.Name})" : $"{row}.{column}", null);

        // new { p.Id, p.Name } where the property's own name will do.
        var member = MemberOf(body, name);
        var value = member == column ? null : member is not null ? $", {body}" : $", {(column == "Value" ? "Row" : "Value")} = {body}";
        return new([$".Select({name} => new {{ {name}.{column}{value} }})"], name, $"{name}.{column}", $"{name}.{member ?? (column == "Value" ? "Row" : "Value")}");
    }

    /// <summary>The column that a projection takes, if it takes nothing but one.</summary>
    public static string? MemberOf(ExpressionSyntax body, string row) =>
        body is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: var name }, Name.Identifier.Text: var member } && name == row ? member : null;
}
