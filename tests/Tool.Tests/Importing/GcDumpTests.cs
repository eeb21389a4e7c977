using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Importing.GcDump;

namespace PerfAnalyzers.Tool.Tests.Importing;

public sealed class GcDumpTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // dotnet-gcdump 10 of a program that holds 100,000 orders of three longs in a list. Numbers as 'dotnet-gcdump report' and a few lines of Python say them.
    [Fact]
    public async Task Types_have_the_bytes_and_objects_that_the_report_says()
    {
        var types = (await ImportedSample.OfAsync(_directory, "dotnet/store-hold.gcdump.gz")).OfKind(RecordKind.Type).ToDictionary(t => t.Key);
        Assert.Equal((4_000_000, 100_000), (types["T:Store.Order"].Number(Field.Bytes), types["T:Store.Order"].Number(Field.Count)));

        // Three large ones that the dump names by their size, and those below.
        Assert.Equal((29_382 + 8_160, 139), (types["T:System.String"].Number(Field.Bytes), types["T:System.String"].Number(Field.Count)));
        Assert.Contains("T:System.Collections.Generic.List`1[Store.Order]", types.Keys);
        Assert.DoesNotContain(types.Keys, k => k.Contains("[static var", StringComparison.Ordinal) || k.Contains("Bytes >", StringComparison.Ordinal));

        // All 5,106,012 bytes of the report.
        Assert.Equal(5_106_012, types.Values.Sum(t => t.Number(Field.Bytes)));
    }

    [Fact]
    public async Task A_dump_that_was_cut_off_says_what_came_before()
    {
        byte[] content;
        using (var input = Tool.Importing.CaptureInput.Open(Samples.File("dotnet/store-hold.gcdump.gz")))
            content = input.ReadAll(int.MaxValue);

        await File.WriteAllBytesAsync(_directory["cut.gcdump"], content[..(content.Length / 3)]);
        var profile = await ImportedSample.OfFileAsync(_directory, _directory["cut.gcdump"], exitCode: 7);
        Assert.Equal("true", profile.Header[Field.Partial]);
        Assert.InRange(Assert.Single(profile.OfKind(RecordKind.Type), t => t.Key == "T:Store.Order").Number(Field.Count)!.Value, 1, 99_999);
    }

    [Theory]
    [InlineData("System.Collections.Generic.Dictionary<System.String,System.Collections.Generic.List<Shop.Order>>", "System.Collections.Generic.Dictionary`2[System.String,System.Collections.Generic.List`1[Shop.Order]]")]
    [InlineData("Entry<System.String,System.Object>[]", "Entry[System.String,System.Object][]")]
    [InlineData("System.Int32<,>", "System.Int32[,]")]
    [InlineData("Shop.Report+<BuildAsync>d__3", "Shop.Report+<BuildAsync>d__3")]
    [InlineData("<>c__DisplayClass2_0", "<>c__DisplayClass2_0")]
    [InlineData("Shop.Report+[]c", "Shop.Report+<>c")]
    [InlineData("[]c", "<>c")]
    [InlineData("Broken<System.String", "Broken<System.String")]
    [InlineData("System.Byte[] (Bytes > 1M)", "System.Byte[]")]
    [InlineData("[static var Shop.Cache.s_items]", "")]
    [InlineData("UNDEFINED", "")]
    public void Names_are_spelled_as_the_runtime_does(string dumped, string name) => Assert.Equal(name, DumpedTypeName.Of(dumped));
}
