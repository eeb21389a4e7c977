using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Tests.Conventions;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>Every line of the built-in tables, against the real libraries: <see cref="KnownSections"/> says which.</summary>
public sealed class KnowledgeTests
{
    public static TheoryData<string> Sections => [.. KnownSections.All.Select(s => s.Name).Distinct()];

    [Fact]
    public void Built_in_tables_have_no_bad_line() => Assert.All(ApiIndex.BuiltIn, t => Assert.Empty(t.Problems));

    [Fact]
    public void No_line_is_there_twice() => Assert.All(KnownSections.All, section =>
        Assert.Equal("", string.Join("\n", section.Facts.GroupBy(f => f.Type + "::" + f.Member).Where(g => g.Count() > 1).Select(g => g.Key))));

    [Fact]
    public void What_is_bound_against_nothing_is_a_section() => Assert.Equal([], KnownSections.Unbound.Except(KnownSections.All.Select(s => s.Name)));

    [Fact]
    public void The_documentation_lists_what_is_covered()
    {
        var documented = CheckedOut.Read("docs/knowledge.md").Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains(".apis`", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[2].Split(',').Select(name => name.Trim()));

        Assert.Equal(KnownSections.All.Select(s => s.Name).Distinct().Where(name => name is not ("Conventions" or "Conventions of services")).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_line_binds(string section)
    {
        if (KnownSections.CompilationOf(section) is not { } compilation)
            return;

        var facts = Facts(section).Where(f => !f.IsConvention).ToList();
        Assert.Equal("", string.Join("\n", facts.SelectMany(Problems)));

        IEnumerable<string> Problems(ApiFact fact)
        {
            var types = compilation.GetTypesByMetadataName(fact.Type);
            if (types.Length == 0)
                yield return $"{fact.Type} does not exist";
            else if (fact.Member.Length > 0 && !types.Any(t => Members(t).Any(fact.IsAbout) || (NamePattern.IsPattern(fact.Member) && KnownSections.Below(t, compilation).Any(b => Members(b).Any(fact.IsAbout)))))
                yield return $"{fact.Type} has no {fact.Member}";

            foreach (var handler in fact.Handlers.Where(h => compilation.GetTypesByMetadataName(h).Length == 0))
                yield return $"{fact.Type}::{fact.Member}: there is no {handler}";
        }
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_twin_exists(string section)
    {
        if (KnownSections.CompilationOf(section) is not { } compilation)
            return;

        // LINQ's own operators have theirs in the provider; the rest has it on the type, or beside it in the table.
        var facts = Facts(section).Where(f => f.Type is not ("System.Linq.Queryable" or "System.Linq.Enumerable")).ToList();
        var listed = facts.Select(f => f.Member).ToHashSet();
        var missing =
            from fact in facts
            let types = compilation.GetTypesByMetadataName(fact.Type)
            from type in types.Take(1)
            from name in NamePattern.IsPattern(fact.Member) ? type.GetMembers().Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary }).Select(m => m.Name).Distinct().Where(m => fact.IsAbout(m) && facts.Count(f => f.Type == fact.Type && f.IsAbout(m)) == 1) : [fact.Member]
            let spelled = fact.For(name)
            from twin in new[] { spelled.AsyncTwin, spelled.BatchTwin }
            where twin is not null && !listed.Contains(twin) && !types.Any(t => Members(t).Contains(twin))
            select $"{fact.Type}::{name}: there is no {twin}";

        Assert.Equal("", string.Join("\n", missing));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_parameter_of_many_exists(string section)
    {
        if (KnownSections.CompilationOf(section) is not { } compilation)
            return;

        var missing =
            from fact in Facts(section)
            where fact.Each is not null && !compilation.GetTypesByMetadataName(fact.Type).SelectMany(t => t.GetMembers(fact.Member)).OfType<IMethodSymbol>().Any(m => m.Parameters.Any(p => p.Name == fact.Each))
            select $"{fact.Type}::{fact.Member}: there is no {fact.Each}";

        Assert.Equal("", string.Join("\n", missing));
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
        var listed = KnownSections.All.SelectMany(s => s.Facts).Where(f => f.Type == typeName).Select(f => f.Member).ToHashSet();
        var unlisted = KnownSections.MembersOf(typeName).OfType<IMethodSymbol>()
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
    [InlineData("Type::Member read db returns=task", "unknown word 'returns=task'")]
    [InlineData("Type::Member none each=items", "unknown word 'each=items'")]
    [InlineData("*Repository read db", "a type with '*' needs a member")]
    [InlineData("[Section", "expected '[name]'")]
    [InlineData("[Section] when=never", "unknown word 'when=never'")]
    [InlineData("[Section] alone=yes", "unknown word 'alone=yes'")]
    public void A_bad_line_says_why_and_costs_only_itself(string line, string reason)
    {
        var table = ApiTable.Parse(SourceText.From($"# comment\n{line}\nGood::Read read db\n"));

        var problem = Assert.Single(table.Problems);
        Assert.Equal(2, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal("Good", Assert.Single(Assert.Single(table.Sections).Facts).Type);
    }

    [Fact]
    public void Handlers_and_twins_are_columns()
    {
        var fact = Assert.Single(Assert.Single(ApiTable.Parse(SourceText.From("Bus::Send* none handlers=IHandler`1,IHandler`2 async=*Async batch=SendAll")).Sections).Facts);

        Assert.Equal("IHandler`1 IHandler`2", string.Join(" ", fact.Handlers));
        Assert.Equal(("SendNowAsync", "SendAll"), (fact.For("SendNow").AsyncTwin, fact.BatchTwin));
    }

    private static IEnumerable<ApiFact> Facts(string section) => KnownSections.All.Where(s => s.Name == section).SelectMany(s => s.Facts);

    // With what a type inherits: a line on a generated client's base, or on an interface that only gathers others.
    private static HashSet<string> Members(INamedTypeSymbol type) =>
    [
        .. type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers()))
            .Concat(type.BaseType is { SpecialType: not SpecialType.System_Object } baseType ? baseType.GetMembers() : [])
            .Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor or MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol or IEventSymbol)
            .Select(m => m.Name),
    ];
}
