using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EvidenceFormat;

/// <summary>Evidence is checked in and outlives the version that wrote it, and a colleague may have a newer one.</summary>
public sealed class UpgradeTests : IDisposable
{
    // As version 0.1.0 writes it, spelled out.
    private const string First =
        "perfevidence\t1\n" +
        "profile\tcheckout\ttool=perfevidence-run/0.1.0\tcaptured=2026-11-20T10:12:33Z\tduration-ms=60000\tcommit=3f2c1e9\troots=1000\troot-ms=4000000\tunit=wall\n" +
        "endpoint\tGET /accounts/{id}/report\tmember=M:Shop.ReportController.Get(System.Int32)\tfile=src/Report.cs\tline=8\tcount=1000\tp50-ms=3900\tp95-ms=4210\tp99-ms=4400\tcpu-ms=40\tio-ms=3960\tround-trips=848\tmax-round-trips=848\n" +
        "method\tM:Shop.OrderReport.BuildAsync(System.Int32)\tfile=src/Services.cs\tline=12\tchecksum=6b2068b056190483\tcalls=1000\tself-ms=40\ttotal-ms=4000\tsampled=true\n" +
        "site\tM:Shop.OrderReport.BuildAsync(System.Int32)\tfile=src/Services.cs\tline=19\top=db.read\tcalls=847000\troots=1000\tper-root=847\tmax-per-root=847\tkeys=distinct\trows=1694000\ttotal-ms=3960\tvia=M:Shop.Lines.Load(System.Int32)\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_version_is_read_without_a_word_and_written_back_as_it_was()
    {
        var document = EvidenceParser.Read(new StringReader(First));
        Assert.Empty(document.Problems);
        using var written = new StringWriter();
        EvidenceWriter.Write(written, document.Profiles);
        Assert.Equal(First.Split('\n').Order(StringComparer.Ordinal), written.ToString().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_later_version_is_listed_and_judged_by_what_is_understood_and_said_to_be_later()
    {
        var later = First.Replace("perfevidence\t1\n", "perfevidence\t2\n", StringComparison.Ordinal).Replace("\tkeys=distinct", "\tkeys=distinct\tangle=left", StringComparison.Ordinal) + "hologram\tx\tdepth=3\n";
        _directory.Write("later.perfevidence", later);
        _directory.Write("x.perfbudgets", "perfbudgets 1\nGET /accounts/{id}/report max-round-trips=3\n");

        var top = await Programs.PerfEvidenceAsync(_directory.Path, "top", "later.perfevidence");
        Assert.Contains("OrderReport.BuildAsync", top.Output, StringComparison.Ordinal);
        Assert.Contains("file has version 2, this reader knows 1", top.Error, StringComparison.Ordinal);

        var check = await Programs.PerfEvidenceAsync(_directory.Path, "check", "later.perfevidence", "--budgets", "x.perfbudgets");
        Assert.Contains("848 round trips per execution instead of at most 3", check.Output, StringComparison.Ordinal);
    }
}
