using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Model;

/// <summary>The entity of a builder whose type does not say it: <c>modelBuilder.Entity("Shop.Order", b => b.HasIndex("Number"))</c>.</summary>
internal static class NamedBuilder
{
    /// <summary>The type that a call names by its arguments, or null.</summary>
    public static ITypeSymbol? TypeOf(InvocationExpressionSyntax call, SemanticModel semantics) => call.ArgumentList.Arguments.FirstOrDefault()?.Expression switch
    {
        TypeOfExpressionSyntax type => semantics.GetTypeInfo(type.Type).Type,
        { } expression when semantics.GetConstantValue(expression) is { HasValue: true, Value: string name } => semantics.Compilation.GetTypesByMetadataName(name).FirstOrDefault(),
        _ => null,
    };

    /// <summary>The entity that a builder is about, by the call that it comes from; null when that is not in sight.</summary>
    public static ITypeSymbol? EntityOf(ExpressionSyntax builder, SemanticModel semantics) =>
        Origin(builder) switch
        {
            InvocationExpressionSyntax call => TypeOf(call, semantics),
            IdentifierNameSyntax name => Origin(name, semantics) is { } call ? TypeOf(call, semantics) : null,
            _ => null,
        };

    // b.ToTable("orders").HasIndex(...): to the start of the chain, or to the call that makes a builder.
    private static ExpressionSyntax Origin(ExpressionSyntax builder)
    {
        while (builder is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: not (BuilderCalls.Entity or BuilderCalls.OwnsOne or BuilderCalls.OwnsMany) } member })
            builder = member.Expression;

        return builder;
    }

    private static InvocationExpressionSyntax? Origin(IdentifierNameSyntax name, SemanticModel semantics) =>
        semantics.GetSymbolInfo(name).Symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            ParameterSyntax { Parent: LambdaExpressionSyntax lambda } => CallOf(lambda),
            ParameterSyntax { Parent.Parent: LambdaExpressionSyntax lambda } => CallOf(lambda),
            VariableDeclaratorSyntax { Initializer.Value: { } value } => Origin(value) as InvocationExpressionSyntax,
            _ => null,
        };

    private static InvocationExpressionSyntax? CallOf(LambdaExpressionSyntax lambda) => lambda.Parent?.Parent?.Parent as InvocationExpressionSyntax;
}
