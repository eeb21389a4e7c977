using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Evidence;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Entities;
using PerfAnalyzers.Flow.Loops;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.Rules;

/// <summary>
/// PERF1004: <c>foreach (var order in db.Orders) Print(order.Customer.Name)</c> has no customer, or queries for each one, because the query
/// did not include it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingIncludeAnalyzer() : BodyAnalyzer(RuleCatalog.MissingInclude)
{
    internal override Action<BodyContext>? LookIn(AnalysisSession session) => c =>
    {
        // Whoever looks at the query because of one navigation sees the others, too: they are listed, and do not shout.
        var told = new HashSet<SyntaxNode>();
        foreach (var missing in session.MissingIncludes.In(c.OwningSymbol, c.OperationBlocks, c.CancellationToken))
        {
            var finding = Describe(missing, c.OwningSymbol);
            session.Report(c.ReportDiagnostic, finding.LessBecause is null && !told.Add(missing.Read.Owner.Query!.Syntax) ? finding with { LessBecause = "beside another navigation of the same query" } : finding);
        }
    };

    private static Finding Describe(MissingInclude missing, ISymbol member)
    {
        var read = missing.Read;
        var readAt = CallSteps.LocationOfName(read.Reference.Syntax);
        var queryAt = CallSteps.LocationOfName(read.Owner.Query!.Syntax);
        var via = read.Via.Select(v => CallSteps.LocationOfName(v.Syntax)).ToList();
        var (here, there) = missing.Where switch
        {
            MissingAt.Query => (queryAt, via.Append(readAt)),
            MissingAt.Elsewhere when via.Count > 0 => (via[0], via.Skip(1).Append(readAt).Prepend(queryAt)),
            _ => (readAt, [queryAt]),
        };
        var name = string.Join(".", missing.Path.Select(p => p.Name).Prepend(missing.Path[0].ContainingType.Name));
        var advice = (missing.Where is MissingAt.Elsewhere ? "where they are queried, add " : "add ") + IncludeOf(read.Owner.Selected.AddRange(missing.Path)) +
            (!read.Owner.Selected.IsEmpty && read.Owner.Query is IInvocationOperation { TargetMethod.Name: var selects } ? $" before '{selects}'" : "");
        return new(RuleCatalog.MissingInclude, here, member, [name, Says(missing), advice])
        {
            Advice = advice,
            Related = [.. there],
            ForFix = ForFix(missing),
            Operation = missing.Loading is LazyLoading.Off ? "" : "db.read",
            IssuedBy = SymbolEqualityComparer.Default.Equals(read.Member, member) ? [] : EvidenceIndex.IdsOf(read.Member),
            LessBecause = LessBecause(missing),
        };
    }

    // The path, and whether the query is at the finding itself or at the first of its other places. Of several queries none is the one to mend.
    private static ImmutableDictionary<string, string> ForFix(MissingInclude missing) => missing.Read.Owner.IsOneOfSeveral
        ? ImmutableDictionary<string, string>.Empty
        : ImmutableDictionary<string, string>.Empty
            .Add("perf.include", string.Join(".", missing.Path.Select(p => p.Name)))
            .Add("perf.query", missing.Where is MissingAt.Query ? "here" : "related");

    private static string Says(MissingInclude missing)
    {
        var where = missing.Where is not MissingAt.Read ? $"'{missing.Read.Member.Name}' reads it" : "it is read";
        var navigation = missing.Read.Reference.Property;
        return missing.Loading switch
        {
            LazyLoading.On when missing.Read.Repeat is not null => $"is loaded for each element with a query of its own when {where}",
            LazyLoading.On => $"is loaded with a query of its own when {where}",
            LazyLoading.Off => $"is not loaded, so it is {(Navigations.IsCollection(navigation) ? "empty or null" : "null")} when {where}",
            _ => $"is not loaded when {where}: a query of its own with lazy loading, no data without",
        };
    }

    private static string? LessBecause(MissingInclude missing) => missing switch
    {
        { Doubt: { } doubt } => doubt,
        { Loading: LazyLoading.Unknown } => "whether it is loaded lazily is decided elsewhere",
        { Loading: LazyLoading.Off, Read.Repeat: null, IsContextShared: true } => "the context may have loaded it for somebody else",
        { Loading: LazyLoading.On, Read.Repeat: null } => "once more, however much data there is",
        { Loading: LazyLoading.On, Read.Repeat: { } repeat } => LoopScale.FewBecause(repeat),
        _ => null,
    };

    /// <summary>What is to be written behind the query: <c>Include(o => o.Customer).ThenInclude(c => c.Address)</c>.</summary>
    public static string IncludeOf(ImmutableArray<IPropertySymbol> path) => string.Join(".", path.Select((navigation, i) =>
    {
        var variable = char.ToLowerInvariant(navigation.ContainingType.Name[0]);
        return $"{(i == 0 ? "Include" : "ThenInclude")}({variable} => {variable}.{navigation.Name})";
    }));
}
