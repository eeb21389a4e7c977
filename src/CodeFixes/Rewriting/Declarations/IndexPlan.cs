using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.CodeFixes.Rewriting.Declarations;

/// <summary>
/// An index in the style of the project: in the entity's configuration class, in <c>OnModelCreating</c> where that configures the entity, and
/// otherwise as an attribute of the class.
/// </summary>
internal static class IndexPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Finding?.Properties is not { } properties || !properties.TryGetValue("perf.entity", out var name) || !properties.TryGetValue("perf.columns", out var list) || name is null || list is null)
            return new Refused("the finding does not say which index is missing");

        if (request.Model.Compilation.GetTypesByMetadataName(name).FirstOrDefault() is not { } entity)
            return new Refused("the entity is not in sight");

        var columns = list.Split(',').ToImmutableArray();
        if (!columns.All(column => TypeNames.SelfAndBases(entity).Any(type => type.GetMembers(column).Any(member => member is IPropertySymbol))))
            return new Refused("a column has no property");

        var solution = request.Document.Project.Solution;
        var title = $"Add an index on {string.Join(", ", columns)}, then add a migration";
        return await InBuilderAsync(solution, entity, columns, title, cancellationToken).ConfigureAwait(false)
            ?? await AsAttributeAsync(solution, entity, columns, title, cancellationToken).ConfigureAwait(false);
    }

    // void Configure(EntityTypeBuilder<Order> builder) { ... }, or OnModelCreating with an Entity<Order>() in it: at the end of that.
    private static async Task<Rewrite?> InBuilderAsync(Solution solution, INamedTypeSymbol entity, ImmutableArray<string> columns, string title, CancellationToken cancellationToken)
    {
        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
        {
            if (await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false) is not { } tree || !BuilderCalls.AreMentionedIn(SourceFile.Of(tree)) ||
                await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } semantics)
            {
                continue;
            }

            var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
            foreach (var method in (await semantics.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false)).DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                // What does not parse may mean anything, and with it what is written behind it.
                if (method is not { Body: { Statements: { Count: > 0 } statements } body, ParameterList.Parameters: [var parameter] } || method.ContainsDiagnostics || BuilderCalls.IsGenerated(method) || BuilderOf(method, parameter, entity, semantics, cancellationToken) is not { } builder)
                    continue;

                var layout = new Layout(text, statements.Last());
                var edits = new Edits();
                edits.Add(document.Id, new TextChange(new(EndOf(statements.Last(), text), 0), $"{layout.NewLine}{layout.Indent}{builder}.{BuilderCalls.HasIndex}({Lambda(entity, columns)});"));
                return body.Statements.Last() is ReturnStatementSyntax ? null : edits.ToRewrite(title);
            }
        }

        return null;
    }

    // Behind the comment that stands behind the statement.
    private static int EndOf(StatementSyntax statement, SourceText text)
    {
        var line = text.Lines.GetLineFromPosition(statement.Span.End);
        return text.ToString(TextSpan.FromBounds(statement.Span.End, line.End)).TrimStart() is "" or ['/', '/', ..] ? line.End : statement.Span.End;
    }

    private static string? BuilderOf(MethodDeclarationSyntax method, ParameterSyntax parameter, INamedTypeSymbol entity, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (!BuilderCalls.MayBeBuilder(parameter.Type) || semantics.GetDeclaredSymbol(parameter, cancellationToken)?.Type is not INamedTypeSymbol builder)
            return null;

        if (builder is { Name: "EntityTypeBuilder", TypeArguments: [INamedTypeSymbol built] })
            return TypeNames.Of(built) == TypeNames.Of(entity) ? parameter.Identifier.ValueText : null;

        // The name by which this file calls the entity.
        var configured = method.DescendantNodes().OfType<GenericNameSyntax>()
            .FirstOrDefault(call => call.Identifier.ValueText == BuilderCalls.Entity && call.TypeArgumentList.Arguments is [var type] && semantics.GetTypeInfo(type, cancellationToken).Type is INamedTypeSymbol named && TypeNames.Of(named) == TypeNames.Of(entity));
        return method.Identifier.ValueText == BuilderCalls.OnModelCreating && configured is not null ? $"{parameter.Identifier.ValueText}.{configured}()" : null;
    }

    private static async Task<Planned<Rewrite>> AsAttributeAsync(Solution solution, INamedTypeSymbol entity, ImmutableArray<string> columns, string title, CancellationToken cancellationToken)
    {
        if (entity.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not TypeDeclarationSyntax declaration || solution.GetDocument(declaration.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } semantics)
        {
            return new Refused("the entity's source is not in sight");
        }

        if (semantics.Compilation.GetTypesByMetadataName(BuilderCalls.Namespace + ".IndexAttribute").IsEmpty)
            return new Refused("the entity's project does not know [Index]");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, declaration);
        var edits = new Edits();
        edits.Add(document.Id, new TextChange(new(declaration.SpanStart, 0), $"[Index({string.Join(", ", columns.Select(column => $"nameof({column})"))})]{layout.NewLine}{layout.Indent}"));
        edits.Add(document.Id, UsingDirectives.Missing(semantics, declaration.SpanStart, text, layout.NewLine, BuilderCalls.Namespace));
        return edits.ToRewrite(title);
    }

    // order => order.Number, order => new { order.Region, order.PlacedAt }
    private static string Lambda(INamedTypeSymbol entity, ImmutableArray<string> columns)
    {
        var row = char.ToLowerInvariant(entity.Name[0]) + entity.Name.Substring(1);
        if (SyntaxFacts.GetKeywordKind(row) != SyntaxKind.None)
            row = "entity";

        return columns is [var only] ? $"{row} => {row}.{only}" : $"{row} => new {{ {string.Join(", ", columns.Select(column => $"{row}.{column}"))} }}";
    }
}
