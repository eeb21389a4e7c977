using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>Every line of the built-in tables, against the real libraries.</summary>
public sealed class KnowledgeTests
{
    // Libraries that tests do not reference. Their lines are spelled from documentation.
    private static readonly string[] s_notReferenced =
        ["Microsoft.Extensions.Caching.Hybrid.", "Microsoft.AspNetCore."];

    private static readonly CSharpCompilation s_compilation = CSharpCompilation.Create("Knowledge", references: TestReferences.All);

    public static TheoryData<string> Lines => [.. ApiIndex.BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Facts).Select(f => $"{f.Type}::{f.Member}").Distinct()];

    [Fact]
    public void Built_in_tables_have_no_bad_line() => Assert.All(ApiIndex.BuiltIn, t => Assert.Empty(t.Problems));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_line_binds(string line)
    {
        if (s_notReferenced.Any(n => line.StartsWith(n, StringComparison.Ordinal)))
            return;

        var (typeName, member) = (line[..line.IndexOf("::", StringComparison.Ordinal)], line[(line.IndexOf("::", StringComparison.Ordinal) + 2)..]);
        var types = s_compilation.GetTypesByMetadataName(typeName);
        Assert.True(types.Length > 0, $"{typeName} does not exist");
        if (member.Length > 0 && member != "*")
            Assert.True(types.Any(t => t.GetMembers(member).Length > 0), $"{typeName} has no {member}");
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions")]
    [InlineData("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions")]
    [InlineData("Microsoft.EntityFrameworkCore.RelationalQueryableExtensions")]
    [InlineData("Dapper.SqlMapper")]
    [InlineData("System.Data.Common.DbCommand")]
    [InlineData("System.Linq.Queryable")]
    public void Every_member_that_could_be_a_round_trip_is_listed_or_known_not_to_be(string typeName)
    {
        string[] notRoundTrips =
        [
            "AsAsyncEnumerable", "ToAsyncEnumerable",
            "CreateDbParameter", "PrepareAsync", "Prepare", "DisposeAsync", "Cancel", "Parse", "AsList", "GetDapperRowParser",
            "OpenConnectionAsync", "CloseConnectionAsync", "BeginTransactionAsync", "UseTransactionAsync", "MigrateAsync", "Migrate",
            "GetAppliedMigrationsAsync", "GetPendingMigrationsAsync", "BeginTransaction", "UseTransaction",
            "PurgeQueryCache", "AsQueryable",
        ];
        var type = s_compilation.GetTypeByMetadataName(typeName)!;
        var listed = ApiIndex.BuiltIn.SelectMany(t => t.Sections).SelectMany(s => s.Facts).Where(f => f.Type == typeName).Select(f => f.Member).ToHashSet();
        var unlisted = type.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary })
            .Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) || m.Name.StartsWith("Execute", StringComparison.Ordinal) ||
                (typeName == "System.Linq.Queryable" && !m.ReturnType.AllInterfaces.Any(i => i.Name == "IQueryable") && m.ReturnType.Name != "IQueryable"))
            .Select(m => m.Name).Distinct().Except(listed).Except(notRoundTrips).ToList();

        Assert.True(unlisted.Count == 0, "not listed: " + string.Join(", ", unlisted));
    }

    [Theory]
    [InlineData("Type::Member", "expected '<Type>::<Member> <effect> ...'")]
    [InlineData("Type::Member reads db", "unknown effect 'reads'")]
    [InlineData("Type::Member read", "'read' needs a system")]
    [InlineData("Type::Member read db colour=red", "unknown word 'colour=red'")]
    [InlineData("[Section", "expected '[name]'")]
    [InlineData("[Section] when=never", "unknown word 'when=never'")]
    public void A_bad_line_says_why_and_costs_only_itself(string line, string reason)
    {
        var table = ApiTable.Parse(SourceText.From($"# comment\n{line}\nGood::Read read db\n"));

        var problem = Assert.Single(table.Problems);
        Assert.Equal(2, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal("Good", Assert.Single(Assert.Single(table.Sections).Facts).Type);
    }
}
