using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Model;

/// <summary>
/// Reads the snapshot that migrations keep of the model: generated code, in which everything is a literal, so that nothing needs to be bound.
/// It is what the database has, so where there is one, nothing else needs to be in sight.
/// </summary>
internal sealed class SnapshotReader(ModelFacts facts, CancellationToken cancellationToken)
{
    /// <summary>Reads the classes of a file that are snapshots.</summary>
    public void Read(SyntaxNode root)
    {
        var methods = root.DescendantNodes(n => n is not (BlockSyntax or ArrowExpressionClauseSyntax)).OfType<ClassDeclarationSyntax>()
            .Where(c => c.BaseList?.Types.Any(t => t.Type.ToString().EndsWith(BuilderCalls.Snapshot, StringComparison.Ordinal)) == true)
            .SelectMany(c => c.Members.OfType<MethodDeclarationSyntax>())
            .Where(m => m.Identifier.ValueText == BuilderCalls.BuildModel);
        foreach (var method in methods)
        {
            foreach (var call in method.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (call.Expression is MemberAccessExpressionSyntax member)
                    Read(call, member);
            }
        }
    }

    private void Read(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member)
    {
        var name = member.Name.Identifier.ValueText;
        switch (name)
        {
            case BuilderCalls.Entity:
                if (Literal(call, 0) is { } entity)
                {
                    facts.Of(entity).IsInSnapshot = true;
                    facts.Snapshot.Add(entity);
                }

                return;
            case BuilderCalls.OwnsOne or BuilderCalls.OwnsMany when Literal(call, 0) is { } owned && Literal(call, 1) is { } navigation:
                facts.Of(owned).IsOwned = true;
                facts.Of(owned).IsInSnapshot = true;
                if (EntityOf(call) is { } owner)
                    facts.Of(owner).Owned.Add(navigation);

                return;
            case BuilderCalls.HasKey or BuilderCalls.HasNoKey or BuilderCalls.HasAlternateKey or BuilderCalls.HasIndex or BuilderCalls.HasForeignKey or BuilderCalls.ToJson or BuilderCalls.ToTable or BuilderCalls.ToView or BuilderCalls.HasData:
                break;
            default:
                return;
        }

        if (EntityOf(call) is { } described)
            Read(name, call, facts.Of(described));
    }

    private static void Read(string name, InvocationExpressionSyntax call, EntityConfiguration configuration)
    {
        switch (name)
        {
            case BuilderCalls.HasNoKey:
                configuration.IsKeyless = true;
                return;
            case BuilderCalls.ToJson:
                configuration.IsJson = true;
                return;
            case BuilderCalls.ToTable:
                if (Literal(call, 0) is { } table)
                    configuration.Tables.Add(table);

                return;
            case BuilderCalls.ToView:
                configuration.IsView |= Literal(call, 0) is not null;
                return;
            case BuilderCalls.HasData:
                configuration.HasData = true;
                return;
        }

        var arguments = call.ArgumentList.Arguments.ToList();
        // HasIndex(new[] { "A", "B" }, "name of the index")
        if (name is BuilderCalls.HasIndex && arguments.Count == 2 && arguments[0].Expression is not LiteralExpressionSyntax)
            arguments.RemoveAt(1);

        if (BuilderArguments.Names(arguments, null) is not { IsEmpty: false } names)
            return;

        if (name is BuilderCalls.HasKey)
            configuration.Keys.Add(names);
        else if (name is BuilderCalls.HasAlternateKey)
            configuration.Indexes.Add(new(IndexKind.AlternateKey, names, IsUnique: true));
        else if (name is BuilderCalls.HasIndex)
            configuration.Indexes.Add(BuilderChain.IndexOf(call, names));
        else if (NavigationBefore(call) is { } navigation)
            configuration.ForeignKeys.Add(new(names, navigation));
    }

    // b.HasOne("Shop.Customer", "Customer").WithMany("Orders").HasForeignKey("CustomerId"), and for one row each .HasForeignKey("Shop.Order", "CustomerId")
    private static string? NavigationBefore(InvocationExpressionSyntax call)
    {
        for (ExpressionSyntax current = call; current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax before } chained; current = before.Expression)
        {
            if (before.Name.Identifier.ValueText is BuilderCalls.WithOne)
                return null;

            if (before.Name.Identifier.ValueText is BuilderCalls.HasOne)
                return Literal(chained, 1) ?? "";
        }

        return null;
    }

    // The entity of the lambda around a call: modelBuilder.Entity("Shop.Order", b => ...), b.OwnsOne("Shop.Address", "Address", b1 => ...)
    private static string? EntityOf(SyntaxNode call)
    {
        foreach (var lambda in call.Ancestors().OfType<LambdaExpressionSyntax>())
        {
            if (lambda.Parent?.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: BuilderCalls.Entity or BuilderCalls.OwnsOne or BuilderCalls.OwnsMany } } around)
                return Literal(around, 0);
        }

        return null;
    }

    private static string? Literal(InvocationExpressionSyntax call, int argument) =>
        call.ArgumentList.Arguments.Count > argument && call.ArgumentList.Arguments[argument].Expression is LiteralExpressionSyntax { Token.Value: string text } ? text : null;
}
