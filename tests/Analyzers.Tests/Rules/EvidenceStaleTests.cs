using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.Tests.Rules;

public sealed class EvidenceStaleTests
{
    private const string Code = "public class Handler\n{\n    public int Get(int id) => id;\n}\n";

    private static string Checksum(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16].ToLowerInvariant();

    private static string File(params string[] lines) => "perfevidence\t1\nprofile\tcheckout\n" + string.Join('\n', lines) + "\n";

    private static async Task Run(string code, string evidence, params ExpectedDiagnostic[] expected)
    {
        var test = new AnalyzerTest<EvidenceStaleAnalyzer> { TestCode = code, AdditionalFiles = { new(".perf/a.perfevidence", evidence) } };
        test.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync();
    }

    [Fact]
    public Task A_file_that_changed_is_information() => Run(
        Code.Replace("Handler", "[|Handler|]", StringComparison.Ordinal),
        File("method\tM:Handler.Get(System.Int32)\tfile=Test0.cs\tchecksum=" + Checksum(Code + "// as it was\n") + "\tcalls=1"),
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info)
            .Says("Evidence is about other code than this: profile 'checkout' measured another version of this file; measure again - observed, profile checkout"));

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public async Task The_same_code_with_other_line_ends_is_silent(string mark)
    {
        foreach (var measured in new[] { Code, Code.Replace("\n", "\r\n", StringComparison.Ordinal) })
            await Run(Code, File("method\tM:Handler.Get(System.Int32)\tfile=Test0.cs\tchecksum=" + Checksum(mark + measured) + "\tcalls=1"));
    }

    [Fact]
    public Task A_member_that_is_gone_is_reported_at_its_evidence() => Run(
        Code,
        "perfevidence\t1\nprofile\tcheckout\n" +
        "[|method\tM:Handler.Load(System.Int32)\tfile=Test0.cs\tcalls=1|]\nsite\tM:Handler.Load(System.Int32)\tfile=Test0.cs\tline=3\tcalls=1\n",
        ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions("profile 'checkout' measured 'M:Handler.Load(System.Int32)', which 'Test0.cs' does not declare any more"));

    [Fact]
    public Task A_handler_with_other_parameters_is_gone() => Run(
        Code,
        "perfevidence\t1\nprofile\tcheckout\n[|endpoint\tGET /x\tmember=M:Handler.Get(System.Int32,System.String)\tfile=Test0.cs\tcount=1|]\n",
        ExpectedDiagnostic.Any.Mentions("measured 'M:Handler.Get(System.Int32,System.String)'"));

    [Theory]
    [InlineData("method\tM:Handler.Get(System.Int32)\tfile=Test0.cs\tcalls=1")]
    [InlineData("method\tM:Handler.Gone\tfile=Other.cs\tcalls=1")]
    [InlineData("method\tM:Handler.Gone\tfile=src/Test0.cs\tcalls=1")]
    [InlineData("method\tM:Handler.Gone\tcalls=1")]
    [InlineData("method\tM:Handler.Gone\tfile=Test0.cs\tsignature=unknown\tcalls=1")]
    [InlineData("method\tM:Handler.#cctor\tfile=Test0.cs\tcalls=1")]
    [InlineData("method\tM:Handler.#ctor\tfile=Test0.cs\tcalls=1")]
    [InlineData("type\tT:Gone\tfile=Test0.cs\tcount=1")]
    public Task What_is_here_or_not_about_this_code_is_silent(string line) => Run(Code, File(line));

    [Fact]
    public Task What_another_framework_compiles_may_declare_it() => Run(
        Code + "#if NETFRAMEWORK\nclass Old { void Load() { } }\n#endif\n", File("method\tM:Old.Load\tfile=Test0.cs\tcalls=1"));

    [Fact]
    public Task Members_of_every_kind_are_known_by_their_ids() => Run(
        """
        using System;
        using System.Collections.Generic;
        public class Kinds<T>(int size) : IComparable<Kinds<T>>
        {
            static Kinds() { }
            public Kinds() : this(1) { }
            public int this[int index] { get => size; set { } }
            public event Action? Changed { add { } remove { } }
            public static explicit operator int(Kinds<T> k) => 1;
            int IComparable<Kinds<T>>.CompareTo(Kinds<T>? other) => 0;
            public IEnumerable<TKey> Of<TKey>(TKey[] keys, ref int n) { n = 1; return keys; }
            public class Nested { ~Nested() { } }
        }
        """,
        File(
            "method\tM:Kinds`1.#ctor\tfile=Test0.cs", "method\tM:Kinds`1.#ctor(System.Int32)\tfile=Test0.cs", "method\tM:Kinds`1.get_Item(System.Int32)\tfile=Test0.cs",
            "method\tM:Kinds`1.add_Changed(System.Action)\tfile=Test0.cs", "method\tM:Kinds`1.op_Explicit(Kinds{`0})~System.Int32\tfile=Test0.cs",
            "method\tM:Kinds`1.System#IComparable{Kinds{T}}#CompareTo(Kinds{`0})\tfile=Test0.cs", "method\tM:Kinds`1.Of``1(``0[],System.Int32@)\tfile=Test0.cs",
            "method\tM:Kinds`1.Nested.Finalize\tfile=Test0.cs"));

    [Fact]
    public async Task An_attribute_that_rests_on_other_code_is_a_warning()
    {
        var code = "using PerfAnalyzers;\npublic class [|Handler|] { [[|ProfilerEvidence(\"checkout\")|]] public int Get(int id) => id; }\n";
        await Run(
            code, File("method\tM:Handler.Get(System.Int32)\tfile=Test0.cs\tchecksum=0123456789abcdef\tcalls=1"),
            ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Info),
            ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).Mentions("profile 'checkout' has measured 'Get' in another version of this file"));
    }

    /// <summary>Staleness makes nothing cold, and cold nothing that it is not any more.</summary>
    [Theory]
    [InlineData("site\tMEMBER\tline=1\top=db.read\tcalls=90000\troots=1000\ttotal-ms=900", "confirmed", "confirmed, measured: 90 per request, 900 ms, profile checkout, of another version of this file")]
    [InlineData("site\tMEMBER\tline=1\top=db.read\tcalls=3\troots=1000\ttotal-ms=0.2", "suspect", "suspect, measured: 0 per request, 0.2 ms, profile checkout, of another version of this file")]
    public async Task Evidence_of_other_code_accuses_and_does_not_excuse(string line, string state, string says)
    {
        var test = new AnalyzerTest<QueryInLoopAnalyzer>
        {
            TestCode = "public class R(ShopDb db) { public void B(List<int> ids) { foreach (var id in ids) db.Orders.[|Find|](id); } }",
            Sources = { Shop.Model },
            AdditionalFiles = { new(".perf/a.perfevidence", File(line.Replace("MEMBER", "M:R.B(System.Collections.Generic.List{System.Int32})", StringComparison.Ordinal) + "\tfile=Test0.cs\tchecksum=0123456789abcdef")) },
            ExpectedDiagnostics = { ExpectedDiagnostic.Any.WithSeverity(DiagnosticSeverity.Warning).WithProperty("perf.state", state).Mentions(says) },
        };
        await test.RunAsync();
    }
}
