using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.CodeFixes.Rewriting.Sql;

/// <summary>A call of Dapper that reads rows of a type by SQL with one parameter. No other file names one of Dapper's members.</summary>
internal sealed record SqlCall(InvocationExpressionSyntax Call, Awaiting Awaited, string Operator, INamedTypeSymbol Row, ExpressionSyntax Connection, ExpressionSyntax Sql, ExpressionSyntax Key, string KeyName, ImmutableArray<ArgumentSyntax> Others)
{
    // What stands for the rows of one key: an operator on them, or none for all.
    private static readonly ImmutableDictionary<string, string> s_operators = new Dictionary<string, string>
    {
        ["Query"] = "",
        ["QueryFirst"] = ".First()",
        ["QueryFirstOrDefault"] = ".FirstOrDefault()",
        ["QuerySingle"] = ".Single()",
        ["QuerySingleOrDefault"] = ".SingleOrDefault()",
    }.ToImmutableDictionary();

    public bool IsAsync => Awaited.Whole is AwaitExpressionSyntax;

    public bool IsMany => Operator.Length == 0;

    public static Planned<SqlCall> Of(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetOperation(call) is not IInvocationOperation { TargetMethod: { ContainingType: { Name: "SqlMapper", ContainingNamespace: { Name: "Dapper", ContainingNamespace.IsGlobalNamespace: true } }, TypeArguments: [INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false } row] } method }
            || !s_operators.TryGetValue(method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name, out var @operator)
            || call.Expression is not MemberAccessExpressionSyntax { Expression: var connection })
        {
            return new Refused("the call is not a read of rows by SQL");
        }

        var awaited = Awaiting.Of(call);
        if (method.Name.EndsWith("Async", StringComparison.Ordinal) != awaited.Whole is AwaitExpressionSyntax)
            return new Refused("the task is not awaited where it is made");

        ExpressionSyntax? sql = null, parameters = null;
        var others = ImmutableArray.CreateBuilder<ArgumentSyntax>();
        var names = (method.ReducedFrom is null ? method.Parameters.Skip(1) : method.Parameters).Select(p => p.Name).ToList();
        var arguments = call.ArgumentList.Arguments;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i].NameColon?.Name.Identifier.Text ?? (i < names.Count ? names[i] : ""))
            {
                case "sql":
                    sql = arguments[i].Expression;
                    break;
                case "param":
                    parameters = arguments[i].Expression;
                    break;
                case "transaction" or "commandTimeout":
                    others.Add(arguments[i]);
                    break;
                default:
                    return new Refused("the call has arguments that a batch cannot keep");
            }
        }

        if (sql is null || parameters is not AnonymousObjectCreationExpressionSyntax { Initializers: [{ } key] })
            return new Refused("the key is not the one parameter of the SQL");

        var name = key.NameEquals?.Name.Identifier.Text ?? key.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.Text,
            MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
            _ => "",
        };
        return new SqlCall(call, awaited, @operator, row, connection, sql, key.Expression, name, others.ToImmutable());
    }

    /// <summary>The query for all rows of many keys.</summary>
    public string Query(string sql, string parameter, string keys, SemanticModel model)
    {
        var configure = Awaited.ConfigureAwait is { } argument ? $".ConfigureAwait({argument})" : "";
        var others = string.Concat(Others.Select(other => $", {(other.NameColon is null ? (model.GetTypeInfo(other.Expression).ConvertedType?.Name.Contains("Transaction") == true ? "transaction: " : "commandTimeout: ") : "")}{other}"));
        return $"{(IsAsync ? "await " : "")}{Connection}.Query{(IsAsync ? "Async" : "")}<{Nullability.TextOf(Row, model, Call.SpanStart)}>({sql}, new {{ {parameter} = {keys} }}{others}){configure}";
    }
}
