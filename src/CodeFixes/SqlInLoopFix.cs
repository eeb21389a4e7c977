using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PerfAnalyzers.CodeFixes.Rewriting;
using PerfAnalyzers.CodeFixes.Rewriting.Sql;

namespace PerfAnalyzers.CodeFixes;

/// <summary>
/// PERF1001: <c>foreach (var id in ids) Use(await connection.QuerySingleAsync&lt;Product&gt;("select * from Products where Id = @id", new { id }));</c> asks
/// for the rows of all keys before the loop. For review, because nobody but the database knows what the text means.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SqlInLoopFix)), Shared]
public sealed class SqlInLoopFix() : PerfCodeFix(["PERF1001"], FixSafety.ReviewNeeded)
{
    internal override Task<Planned<Rewrite>> PlanAsync(FixRequest request, CancellationToken cancellationToken) => SqlReadPlan.TryAsync(request, cancellationToken);
}
