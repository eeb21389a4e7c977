using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>The keys of all elements, and the local that holds them unless the elements are the keys.</summary>
internal sealed record KeyList(string Name, string? Declaration)
{
    public static Planned<KeyList> Of(ElementLoop loop, LoopSource source, ExpressionSyntax key, Names names, bool needsReadOnlyCollection, bool copiesArrays, bool isReviewed = false)
    {
        if (loop.Values.TextOf(key) is not { } value)
            return new Refused("the key cannot be evaluated before the loop");

        // What a condition makes sure of is not sure of the elements that it leaves out.
        if (loop.ReadsMore && value.Contains('!'))
            return new Refused("the key is not there for the elements that a condition leaves out");

        if (!isReviewed && loop.KeyHazard(key) is { } hazard)
            return new Refused(hazard);

        var element = loop.Variable;
        var isElement = value == element;

        if (isElement && loop.Conditions.IsEmpty && loop.Outer is null && !(copiesArrays && source.Type is IArrayTypeSymbol) && (!needsReadOnlyCollection || source.IsReadOnlyCollection))
            return new KeyList(source.Elements, null);

        var select = isElement ? "" : $".Select({element} => {value})";
        var keys = $"{source.Elements}{loop.Flattening}{loop.Filtering}{select}.Distinct().ToList()";

        if (Existing(loop.Statement, keys) is { } existing)
            return new KeyList(existing, null);

        var singular = Singular(key, loop);
        var name = names.Take(Names.Plural(singular), singular + "List");
        return new KeyList(name, $"var {name} = {keys};");
    }

    // orderId for order.Id, productId for line.ProductId and for a local of that name.
    private static string Singular(ExpressionSyntax key, ElementLoop loop) => key switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Value" } value when Nullability.IsNullableValue(loop.Scope.Model.GetTypeInfo(value.Expression).Type) => Singular(value.Expression, loop),
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Id" or "Key" or "Code" or "Name" } member => Names.Camel(Singular(member.Expression, loop)) + member.Name.Identifier.Text,
        MemberAccessExpressionSyntax member => Names.Camel(member.Name.Identifier.Text),
        ElementAccessExpressionSyntax when loop.Indexed is not null => loop.ElementName,
        IdentifierNameSyntax name => Names.Camel(name.Identifier.Text == loop.Variable ? loop.ElementName : name.Identifier.Text),
        _ => "key",
    };

    // A second read for the same keys uses the list that the first one's rewrite made.
    private static string? Existing(StatementSyntax loop, string keys)
    {
        if (loop.Parent is not BlockSyntax block)
            return null;

        foreach (var statement in block.Statements.Take(block.Statements.IndexOf(loop)).Reverse())
        {
            if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] })
                return null;

            if (value.ToString() == keys)
                return variable.Identifier.Text;
        }

        return null;
    }
}
