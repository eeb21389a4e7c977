using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Checking;

namespace PerfAnalyzers.Tool.Tests.Checking;

/// <summary>The verdicts: the suite that <c>BudgetExceededTests</c> has for the rule, and what only the verb can say.</summary>
public sealed class CheckedBudgetTests : IDisposable
{
    private const string Handler = "M:Handler.Get(System.Int32)";

    // The spread, from the median to the 95th percentile, is 30 ms.
    private const string Endpoint =
        "endpoint\tGET /report\tmember=M:Handler.Get(System.Int32)\tcount=100\tp50-ms=90\tp95-ms=120\tp99-ms=130\tround-trips=40\tmax-round-trips=41\tallocated-bytes=5000";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("max-round-trips=41 p95-ms=120 allocated-bytes=5000", "Met", "'Handler.Get' keeps its budget")]
    [InlineData("max-round-trips=40", "Broken", "'Handler.Get' exceeds its budget: 41 round trips per execution instead of at most 40 - observed, profile load")]
    [InlineData("allocated-bytes=4999", "Broken", "5,000 bytes allocated per execution instead of at most 4,999")]
    [InlineData("p95-ms=100", "Warns", "p95 120 ms instead of at most 100 ms, which is within noise")]
    [InlineData("p95-ms=60", "Broken", "p95 120 ms instead of at most 60 ms - observed")]
    [InlineData("p95-ms=100 max-round-trips=3", "Broken", "p95 120 ms instead of at most 100 ms, which is within noise; 41 round trips per execution instead of at most 3")]
    [InlineData("max-round-trips=3 profile=nightly", "NoEvidence", "there is no profile 'nightly' in the evidence")]
    public void Counts_fail_and_timings_warn_unless_beyond_noise(string budget, string state, string says)
    {
        var result = Check($"{Handler} {budget}", "profile\tload\n" + Endpoint);
        Assert.Equal(state, result.State.ToString());
        Assert.Contains(says, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endpoint\tGET /report\tmember=M:Handler.Get(System.Int32)\tcount=100\tp95-ms=120", "the evidence says nothing about max-round-trips")]
    [InlineData("method\tM:Handler.Get(System.Int32)\tcalls=100\ttotal-ms=9000", "the evidence says nothing about p95-ms, max-round-trips")]
    [InlineData("site\tM:Handler.Get(System.Int32)\top=wait\tper-root=1\tcalls=40", "the evidence says nothing about p95-ms, max-round-trips")]
    [InlineData("endpoint\tGET /report\tmember=M:Handler.Get(System.Int32)\tcount=100\tp95-ms=120\tmax-round-trips=1\tsampled=true", "says nothing about max-round-trips")]
    public void What_was_not_measured_is_not_kept(string evidence, string says)
    {
        var result = Check($"{Handler} p95-ms=200 max-round-trips=3", "profile\tload\n" + evidence);
        Assert.Equal(BudgetState.NoEvidence, result.State);
        Assert.Contains(says, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_broken_is_so_whatever_else_was_not_measured() => Assert.Equal(
        BudgetState.Broken, Check($"{Handler} allocated-bytes=1 max-round-trips=3", "profile\tload\n" + Endpoint.Replace("allocated", "x", StringComparison.Ordinal)).State);

    [Fact]
    public void Where_profiles_disagree_the_worst_counts_and_it_is_said()
    {
        var evidence = "profile\tload\n" + Endpoint + "\nprofile\tnightly\n" + Endpoint.Replace("trips=41", "trips=2", StringComparison.Ordinal);
        var result = Check($"{Handler} max-round-trips=3", evidence);
        Assert.Equal(BudgetState.Broken, result.State);
        Assert.Equal(
            "'Handler.Get' exceeds its budget: 41 round trips per execution instead of at most 3; profile nightly says less, and the worst counts - observed, profile load",
            result.Message);
        Assert.Equal(BudgetState.Met, Check($"{Handler} max-round-trips=3 profile=nightly", evidence).State);
        Assert.DoesNotContain("says less", Check($"{Handler} max-round-trips=1", evidence).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_has_a_budget_of_its_own()
    {
        Assert.Equal(BudgetState.Broken, Check("GET /report max-round-trips=3", "profile\tload\n" + Endpoint).State);
        Assert.Equal(BudgetState.NoEvidence, Check("GET /other max-round-trips=3", "profile\tload\n" + Endpoint).State);
    }

    [Fact]
    public void Evidence_of_other_code_keeps_no_budget_and_breaks_it_all_the_same()
    {
        var file = _directory.Write("src/Handler.cs", "class Handler;\n");
        var same = $"profile\tload\tcommit=0000000\n{Endpoint}\tfile=src/Handler.cs\tchecksum={BuiltAssembly.Checksum(file)}";
        var other = same.Replace(BuiltAssembly.Checksum(file), "0123456789abcdef", StringComparison.Ordinal);

        Assert.Equal(BudgetState.Met, Check($"{Handler} max-round-trips=41", same).State);
        var stale = Check($"{Handler} max-round-trips=41", other);
        Assert.Equal((BudgetState.Stale, "'Handler.Get' keeps its budget in evidence of other code: src/Handler.cs has changed since; measure again"), (stale.State, stale.Message));
        var broken = Check($"{Handler} max-round-trips=3", other);
        Assert.Equal(BudgetState.Broken, broken.State);
        Assert.EndsWith("profile load, on other code: src/Handler.cs has changed since", broken.Message, StringComparison.Ordinal);

        // One profile of the code that is here is enough to keep a budget.
        Assert.Equal(BudgetState.Met, Check($"{Handler} max-round-trips=41", other + "\n" + same.Replace("\tload", "\tagain", StringComparison.Ordinal)).State);
    }

    [Fact]
    public void A_checkout_with_other_line_ends_is_the_same_code()
    {
        var checksum = BuiltAssembly.Checksum(_directory.Write("measured.cs", "\uFEFFclass Handler\n{\n}\n"));
        _directory.Write("src/Handler.cs", "class Handler\r\n{\r\n}\r\n");
        Assert.Equal(BudgetState.Met, Check($"{Handler} max-round-trips=41", $"profile\tload\n{Endpoint}\tfile=src/Handler.cs\tchecksum={checksum}").State);
    }

    [Theory]
    [InlineData("src/Handler.cs", "Stale")]
    [InlineData("../Handler.cs", "Met")]
    [InlineData("gone.cs", "Met")]
    public void Names_in_evidence_do_not_lead_out_of_the_repository(string name, string state)
    {
        _directory.Write("inner/src/Handler.cs", "class Handler;");
        _directory.Write("Handler.cs", "class Handler;");
        var evidence = $"profile\tload\n{Endpoint}\tfile={name}\tchecksum=0123456789abcdef";
        Assert.Equal(state, Check($"{Handler} max-round-trips=41", evidence, _directory["inner"]).State.ToString());
    }

    [Fact]
    public void Without_checksums_the_commit_says_whether_the_code_is_the_same()
    {
        _directory.Write(".git/HEAD", "3f2c1e9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n");
        Assert.Equal(BudgetState.Met, Check($"{Handler} max-round-trips=41", "profile\tload\tcommit=3f2c1e9\n" + Endpoint).State);
        Assert.Equal(BudgetState.Met, Check($"{Handler} max-round-trips=41", "profile\tload\n" + Endpoint).State);
        var stale = Check($"{Handler} max-round-trips=41", "profile\tload\tcommit=1111111\n" + Endpoint);
        Assert.Equal(BudgetState.Stale, stale.State);
        Assert.Contains("it was measured at commit 1111111, here is 3f2c1e9", stale.Message, StringComparison.Ordinal);
    }

    private CheckedBudget Check(string budget, string evidence, string? root = null)
    {
        var (budgets, problems) = BudgetFile.Read(_directory.Write("a.perfbudgets", "perfbudgets 1\n" + budget + "\n"));
        Assert.Empty(problems);
        var document = EvidenceParser.Read(new StringReader("perfevidence\t1\n" + evidence + "\n"));
        Assert.Empty(document.Problems);
        return CheckedBudget.Of(Assert.Single(budgets), document.Profiles, new(root ?? _directory.Path, new Dictionary<string, string>()));
    }
}
