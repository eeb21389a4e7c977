using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>The statements that run a <see cref="Batch"/> and keep its rows, and the names they declare.</summary>
internal sealed class BatchCode(Batch batch, Names names, Layout layout, SemanticModel model, int position)
{
    private readonly string _set = SetName(batch.Read);

    /// <summary>The dictionary or lookup of the rows.</summary>
    public string Rows { get; private set; } = "";

    /// <summary>What the context tracks, for Find.</summary>
    public string Tracked { get; private set; } = "";

    public IEnumerable<string> Statements(string keys, string? indent = null)
    {
        var read = batch.Read;
        var row = read.RowName ?? RowName();
        var @await = read.IsAsync ? "await " : "";
        var suffix = read.IsAsync ? "Async" : "";
        var configure = read.ConfigureAwait is { } argument ? $".ConfigureAwait({argument})" : "";
        var isBroken = read.Call.ToString().Contains('\n');
        var selector = batch.Selector(row, batch.LookupKeyType.ToMinimalDisplayString(model, position));
        Rows = names.Take($"{_set}By{batch.Column.Name}");

        if (batch.IsDictionary)
        {
            var run = $".ToDictionary{suffix}({selector}{(read.Token is { } token ? $", {token}" : "")}){configure}";
            yield return layout.Statement($"var {Rows} = {@await}", batch.Query(keys, row).Append(run), ";", isBroken, indent);

            if (read.Kind == ReadKind.Find)
            {
                Tracked = names.Take("tracked" + Names.Pascal(_set));
                yield return $"var {Tracked} = {read.Set}.Local;";
            }
        }
        else if (read.IsAsync)
        {
            var list = names.Take(_set, "all" + Names.Pascal(_set));
            yield return layout.Statement($"var {list} = await ", batch.Query(keys, row).Append($".ToListAsync({read.Token}){configure}"), ";", isBroken, indent);
            yield return $"var {Rows} = {list}.ToLookup({selector});";
        }
        else
        {
            yield return layout.Statement($"var {Rows} = ", batch.Query(keys, row).Append($".ToLookup({selector})"), ";", isBroken, indent);
        }
    }

    /// <summary>products of db.Products, orderLines of db.Set&lt;OrderLine&gt;().</summary>
    public static string SetName(KeyedRead read) => SyntaxFactory.ParseExpression(read.Set) is MemberAccessExpressionSyntax member
        ? Names.Camel(member.Name.Identifier.Text)
        : Names.Plural(Names.Camel(read.Entity.Name));

    // A lambda's parameter may be named like a variable of the loop, but not like one that encloses it.
    private string RowName()
    {
        var name = Names.Camel(batch.Read.Entity.Name);
        var visible = model.LookupSymbols(position, name: name).Any(symbol => symbol is ILocalSymbol or IParameterSymbol);
        return visible || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "row" : name;
    }
}
