using PerfAnalyzers.Tool.Checking;

namespace PerfAnalyzers.Tool.Tests.Checking;

public sealed class AssemblyBudgetsTests : IDisposable
{
    private const string Source =
        """
        using System.Threading.Tasks;
        using PerfAnalyzers;
        namespace Shop;
        public class Handlers<T>
        {
            [PerformanceBudget(Profile = "checkout", MaxRoundTrips = 3, P95Milliseconds = 200.5, MaxAllocatedBytes = 5000000000)]
            public async Task<int> PlaceAsync(T order, int[] ids)
            {
                await Task.Yield();
                return ids.Length;
            }

            [PerformanceBudget(MaxRoundTrips = 0)]
            public int Count { get => 1; }

            [PerformanceBudget]
            public void Nothing() { }

            public int Lambda() => new System.Func<int>([PerformanceBudget(MaxRoundTrips = 1)] () => 1)();
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Attributes_are_read_with_their_member_their_limits_and_their_place()
    {
        var read = AssemblyBudgets.TryRead(BuiltAssembly.Write(_directory, Source), new(_directory.Path));
        Assert.NotNull(read);
        var place = Assert.Single(read.Budgets, b => b.Key == "M:Shop.Handlers`1.PlaceAsync(`0,System.Int32[])");
        Assert.Equal([("p95-ms", 200.5), ("max-round-trips", 3), ("allocated-bytes", 5_000_000_000)], place.Limits.Select(l => (l.Kind.Field, l.Allowed)));
        Assert.Equal(("checkout", "src/Handler.cs", 8), (place.Profile, place.File, place.Line));

        Assert.Equal(("max-round-trips", 0), Assert.Single(Assert.Single(read.Budgets, b => b.Key == "P:Shop.Handlers`1.Count").Limits.Select(l => (l.Kind.Field, l.Allowed))));
        Assert.True(Assert.Single(read.Budgets, b => !b.Key.Contains("Place", StringComparison.Ordinal) && b.Key[0] == 'M').IsOfUnnamedMember);
        Assert.Equal(BuiltAssembly.Checksum(_directory["src/Handler.cs"]), read.Checksums["src/Handler.cs"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ and nothing else")]
    public void What_is_no_assembly_is_none(string content) => Assert.Null(AssemblyBudgets.TryRead(_directory.Write("x.dll", content), new(_directory.Path)));

    [Fact]
    public void A_truncated_or_damaged_assembly_throws_nothing()
    {
        var whole = File.ReadAllBytes(BuiltAssembly.Write(_directory, Source));
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var damaged = i < 100 ? whole[..(whole.Length * i / 100)] : [.. whole];
            for (var flips = 0; i >= 100 && flips < 20; flips++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            File.WriteAllBytes(_directory["damaged.dll"], damaged);
            AssemblyBudgets.TryRead(_directory["damaged.dll"], new(_directory.Path));
        }
    }
}
