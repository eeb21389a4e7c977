using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PerfAnalyzers.Knowledge;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Evidence;

/// <summary>The rules of the .NET SDK, as it is installed, in code that a profile covers.</summary>
public sealed class ColdCodeSuppressorTests
{
    // CA1860 prefers Count to Any(), CA1829 Length to Count(); CA2211 is about something else.
    private const string Code = """
        using System.Collections.Generic;
        using System.Linq;
        public static class Report
        {
            public static int s_shared;
            public static bool Cold(List<int> all) => all.Any();
            public static int Hot(int[] all) => all.Count();
        }
        """;

    private const string Cold = "method\tM:Report.Cold(System.Collections.Generic.List{System.Int32})\tcalls=3\ttotal-ms=0.2\n";
    private const string Hot = "method\tM:Report.Hot(System.Int32[])\tcalls=3000\ttotal-ms=4000\n";

    private static readonly string s_sdk = Directory.GetDirectories(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../sdk")))
        .OrderByDescending(d => Version.TryParse(Path.GetFileName(d).Split('-')[0], out var version) ? version : new()).First();

    private static readonly string[] s_wanted = ["CA1860", "CA1829", "CA2211"];

    [Fact]
    public async Task What_a_profile_shows_to_be_cheap_is_silent_where_somebody_asks_for_it()
    {
        Assert.Equal(["CA1829", "CA1860", "CA2211"], await LoudAsync(Cold + Hot, "false"));
        Assert.Equal(["CA1829", "CA2211"], await LoudAsync(Cold + Hot, "true"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("method\tM:Report.Cold(System.Collections.Generic.List{System.Int32})\tself-ms=0.1\ttotal-ms=0.2\tsampled=true\n")]
    [InlineData("method\tM:Report.Cold(System.Collections.Generic.List{System.Int32})\tcalls=3\ttotal-ms=0.2\tchecksum=0000000000000000\n")]
    [InlineData("method\tM:Report.Cold(System.Collections.Generic.List{System.Int32})\tcalls=3\ttotal-ms=900\n")]
    [InlineData(Cold + "profile\tother\n" + "method\tM:Report.Cold(System.Collections.Generic.List{System.Int32})\tcalls=9\ttotal-ms=900\n")]
    public async Task Without_a_measurement_of_this_code_as_cheap_nothing_is_silenced(string records) => Assert.Contains("CA1860", await LoudAsync(records, "true"));

    [Fact]
    public void Each_rule_has_a_suppression_of_its_own_and_none_is_ours()
    {
        var suppressions = new ColdCodeSuppressor().SupportedSuppressions;

        Assert.Equal(suppressions.Length, suppressions.Select(s => s.Id).Distinct().Count());
        Assert.All(suppressions, s => Assert.Matches("^PERFS_(CA|MA|RCS|S|LC)[0-9]{3,4}$", s.Id));
        Assert.Contains(suppressions, s => s is { Id: "PERFS_CA1822", SuppressedDiagnosticId: "CA1822" });
        Assert.Contains("LC007", PerformanceRules.Ids);
    }

    // What is in the table of the SDK's rules is a rule of the SDK, of the category that it says.
    [Fact]
    public void The_rules_of_the_sdk_are_about_speed()
    {
        var categories = SdkAnalyzers().SelectMany(a => a.SupportedDiagnostics).ToLookup(d => d.Id, d => d.Category);

        Assert.All(PerformanceRules.Ids.Where(id => id.StartsWith("CA", StringComparison.Ordinal)), id => Assert.True(categories[id].Contains("Performance"), id));
    }

    private static async Task<IReadOnlyList<string>> LoudAsync(string records, string suppress)
    {
        var project = new TestProject { References = TestReferences.FrameworkOnly };
        project.Sources.Add(new("Report.cs", Code));
        project.AdditionalFiles.Add(new(".perf/report.perfevidence", "perfevidence\t1\nprofile\treport\n" + records));
        project.GlobalOptions.Add("perfanalyzers.suppress_cold", suppress);
        var compiled = TestSolution.Create([project]).Projects.Single();
        var compilation = (await compiled.GetCompilationAsync())!;
        compilation = compilation.WithOptions(((CSharpCompilationOptions)compilation.Options).WithSpecificDiagnosticOptions(s_wanted.ToDictionary(id => id, _ => ReportDiagnostic.Warn)));
        var analyzers = SdkAnalyzers().Where(a => a.SupportedDiagnostics.Any(d => s_wanted.Contains(d.Id))).Append(new ColdCodeSuppressor()).ToImmutableArray();
        var options = new CompilationWithAnalyzersOptions(compiled.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.Where(d => s_wanted.Contains(d.Id) && !d.IsSuppressed).Select(d => d.Id).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<DiagnosticAnalyzer> SdkAnalyzers() =>
        from name in new[] { "Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll" }
        from type in Assembly.LoadFrom(Path.Combine(s_sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers", name)).GetTypes()
        where !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is { } languages && languages.Languages.Contains(LanguageNames.CSharp)
        select (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!;
}
