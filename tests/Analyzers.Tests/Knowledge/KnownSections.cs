using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Knowledge;

/// <summary>What each section of the tables is bound against. The rule is the real assembly; the rest is a decision, listed here.</summary>
internal static class KnownSections
{
    /// <summary>Versions that came before the one that all other tests use.</summary>
    private static readonly string[] s_older = ["EF Core 7 and 8", "EF Core 2 and 3", "MediatR 5", "RabbitMQ 6", "System.Linq.Async 6", "Web API Client"];

    /// <summary>Libraries that cannot be restored, by their stubs, which are written after their sources.</summary>
    private static readonly string[] s_stubbed = ["EF6", "NHibernate"];

    /// <summary>Neither restored nor stubbed: spelled from sources and documentation alone.</summary>
    public static readonly string[] Unbound =
    [
        "EFCore.BulkExtensions", "Dapper.Contrib", "LINQ to DB 5", "RepoDB", "ServiceStack.OrmLite", "PetaPoco", "NPoco", "RavenDB", "LazyCache",
        "Amazon SNS", "OpenSearch", "NServiceBus", "NServiceBus handlers", "Brighter", "ASP.NET", "Autofac", "Reactive", "AWS Lambda",
    ];

    private static readonly Lazy<CSharpCompilation> s_libraries = new(() => Compile(TestReferences.Libraries));
    private static readonly Lazy<CSharpCompilation> s_olderLibraries = new(() => Compile(TestReferences.OlderLibraries));
    private static readonly Lazy<CSharpCompilation> s_stubs = new(() => Compile([.. TestReferences.All, .. LibraryStubs.All]));

    /// <summary>The members of a type in the libraries of today, and in older ones.</summary>
    public static IEnumerable<ISymbol> MembersOf(string type) =>
        new[] { s_libraries, s_olderLibraries, s_stubs }.SelectMany(c => c.Value.GetTypesByMetadataName(type)).SelectMany(t => t.GetMembers());

    /// <summary>Every section that ships.</summary>
    public static IEnumerable<ApiSection> All => ApiIndex.BuiltIn.SelectMany(t => t.Sections);

    /// <summary>What the lines of a section are looked up in; null when that is nothing.</summary>
    public static CSharpCompilation? CompilationOf(string section) =>
        Unbound.Contains(section) ? null :
        s_older.Contains(section) ? s_olderLibraries.Value :
        s_stubbed.Contains(section) ? s_stubs.Value :
        s_libraries.Value;

    private static CSharpCompilation Compile(IEnumerable<MetadataReference> references) => CSharpCompilation.Create("Knowledge", references: references);
}
