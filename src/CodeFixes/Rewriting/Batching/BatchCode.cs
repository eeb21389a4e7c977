using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>The statements that run a <see cref="Batch"/> and keep its rows, and the names they declare.</summary>
internal sealed class BatchCode(Batch batch, Names names, Layout layout, SemanticModel model, int position)
{
    private readonly string _set = SetName(batch.Read);

    /// <summary>The dictionary or lookup of the rows.</summary>
    public string Rows { get; private set; } = "";

    /// <summary>What the context tracks, for Find.</summary>
    public string Tracked { get; private set; } = "";

    public IEnumerable<string> Statements(string keys, string? indent = null, string? others = null)
    {
        var read = batch.Read;
        var name = read.RowName ?? FreeName(Names.Camel(read.Entity.Name), "row");
        var row = BatchRow.Of(batch, name, FreeName("g", "grouped"));
        var query = batch.Query(keys, name, others).Concat(row.Operators);
        var @await = read.IsAsync ? "await " : "";
        var suffix = read.IsAsync ? "Async" : "";
        var configure = read.ConfigureAwait is { } argument ? $".ConfigureAwait({argument})" : "";
        var isBroken = read.Call.ToString().Contains('\n');
        var keyType = Nullability.TextOf(batch.LookupKeyType, model, position);
        var selectors = $"{row.Name} => {batch.KeyOf(row.Key, keyType)}{(row.Value is { } value ? $", {row.Name} => {value}" : "")}";
        Rows = names.Take(RowsName(batch, batch.KeyName));

        if (batch.IsSet)
        {
            query = batch.KeyOf(name, keyType) is var key && key != name ? query.Append($".Select({name} => {key})") : query;
            yield return read.IsAsync
                ? layout.Statement($"var {Rows} = new HashSet<{keyType}>(await ", query.Append($".ToListAsync({read.Token}){configure}{batch.Comparer}"), ");", isBroken, indent)
                : layout.Statement($"var {Rows} = ", query.Append($".ToHashSet({batch.Comparer.TrimStart(',', ' ')})"), ";", isBroken, indent);
        }
        else if (batch.IsDictionary)
        {
            var run = $".ToDictionary{suffix}({selectors}{batch.Comparer}{(read.Token is { } token ? $", {token}" : "")}){configure}";
            yield return layout.Statement($"var {Rows} = {@await}", query.Append(run), ";", isBroken, indent);

            if (read.Kind == ReadKind.Find)
            {
                Tracked = names.Take("tracked" + Names.Pascal(_set));
                if (batch.IsOfHierarchy)
                    yield return "// As for Find: what is tracked under a key may be of another type, and then is none of these.";

                yield return $"var {Tracked} = {read.Set}.Local;";
            }
        }
        else if (read.IsAsync)
        {
            var list = names.Take(_set, "all" + Names.Pascal(_set));
            yield return layout.Statement($"var {list} = await ", query.Append($".ToListAsync({read.Token}){configure}"), ";", isBroken, indent);
            yield return $"var {Rows} = {list}.ToLookup({selectors}{batch.Comparer});";
        }
        else
        {
            yield return layout.Statement($"var {Rows} = ", query.Append($".ToLookup({selectors}{batch.Comparer})"), ";", isBroken, indent);
        }
    }

    /// <summary>productsById, productNamesById, orderLineCountByOrderId, existingIds.</summary>
    public static string RowsName(Batch batch, string key)
    {
        var read = batch.Read;

        if (batch.IsSet)
            return "existing" + Names.Plural(Names.Pascal(key));

        var member = read.Projection is { ExpressionBody: { } body, Parameter.Identifier.Text: var row } ? BatchRow.MemberOf(body, row) : null;
        var entity = Names.Camel(read.Entity.Name);
        var what = read.IsAggregate ? $"{(member is null ? entity : Names.Camel(member))}{read.Kind}"
            : member is null ? SetName(read)
            : Names.Plural(member.StartsWith(read.Entity.Name, StringComparison.Ordinal) ? Names.Camel(member) : entity + member);
        return $"{what}By{Names.Pascal(key)}";
    }

    /// <summary>products of db.Products, orderLines of db.Set&lt;OrderLine&gt;().</summary>
    public static string SetName(KeyedRead read) => SyntaxFactory.ParseExpression(read.Set) is MemberAccessExpressionSyntax member
        ? Names.Camel(member.Name.Identifier.Text)
        : Names.Plural(Names.Camel(read.Entity.Name));

    // A lambda's parameter may be named like a variable of the loop, but not like one that encloses it.
    private string FreeName(string name, string other)
    {
        var visible = model.LookupSymbols(position, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol);
        return visible || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? other : name;
    }
}
