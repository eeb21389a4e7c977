using System.Globalization;
using System.Text;

namespace PerfAnalyzers.Package.Tests;

/// <summary>
/// Evidence is hostile input. Every broken file below is given to one build together with a good one: each bad line is
/// reported where it is, and the measurement of the good lines still counts.
/// </summary>
[Collection(OnePackage.Name)]
public sealed class MalformedEvidenceTests(PackageFixture fixture)
{
    private const string Header = "perfevidence\t1\nprofile\tp\ttool=t/1\tcaptured=2026-11-20T10:12:33Z\tduration-ms=60000\troots=1000\troot-ms=4000\tunit=wall\n";

    private const string GoodSite =
        "site\tM:Shop.OrderReport.BuildAsync(System.Collections.Generic.IReadOnlyList{Shop.Order})\tfile=src/OrderReport.cs\tline=23\top=db.read\t" +
        "via=M:Shop.OrderLineRepository.LoadAsync(System.Int32)\tcalls=847000\troots=1000\tper-root=847\tkeys=distinct\ttotal-ms=3960\n";

    [Fact]
    public async Task Bad_lines_are_reported_at_their_place_and_good_lines_count()
    {
        var shop = fixture.FreshShop();
        Directory.CreateDirectory(shop.Root[".perf"]);
        var noise = new byte[4096];
        new Random(7).NextBytes(noise);
        await File.WriteAllBytesAsync(shop.Root[".perf/binary.perfevidence"], noise);
        shop.Root.Write(".perf/spaces.perfevidence", Header.Replace("profile\tp", "profile\tspaces", StringComparison.Ordinal) + "site M:Shop.OrderReport.BuildAsync calls=1\n" + GoodSite);
        shop.Root.Write(".perf/number.perfevidence", Header.Replace("profile\tp", "profile\tnumber", StringComparison.Ordinal) + "# a comment\nsite\tM:A.B\tcalls=many\n");
        shop.Root.Write(".perf/crlf.perfevidence", (Header.Replace("profile\tp", "profile\tcrlf", StringComparison.Ordinal) + "site\tM:A.B\n").Replace("\n", "\r\n", StringComparison.Ordinal));
        shop.Root.Write(".perf/bom.perfevidence", "\uFEFF" + Header.Replace("profile\tp", "profile\tbom", StringComparison.Ordinal));
        shop.Root.Write(".perf/future.perfevidence", "perfevidence\t99\nprofile\tfuture\tcolour=blue\nhologram\tx\n");
        shop.Root.Write(".perf/empty.perfevidence", "");

        var build = (await shop.BuildAsync()).Succeeded();

        Assert.DoesNotContain(build.Diagnostics, d => d.Id is "AD0001" or "CS8032");
        Assert.Contains("measured: 847 per request", build.Single("PERF1001", "OrderReport.cs").Message, StringComparison.Ordinal);
        Assert.Contains(build.Of("PERF9005"), d => d.File == "binary.perfevidence");
        Assert.Equal(3, build.Single("PERF9005", "spaces.perfevidence").Line);
        Assert.Equal(4, build.Single("PERF9005", "number.perfevidence").Line);
        Assert.Equal(1, build.Single("PERF9005", "crlf.perfevidence").Line);
        Assert.Equal(1, build.Single("PERF9005", "future.perfevidence").Line);
        Assert.Equal(1, build.Single("PERF9005", "empty.perfevidence").Line);
    }

    [Fact]
    public async Task Line_of_100_megabytes_is_one_bad_line()
    {
        var shop = fixture.FreshShop();
        Directory.CreateDirectory(shop.Root[".perf"]);
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)'x');
        await using (var file = File.Create(shop.Root[".perf/long.perfevidence"]))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(Header));
            for (var i = 0; i < 100; i++)
                await file.WriteAsync(block);

            await file.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{GoodSite}")));
        }

        var build = (await shop.BuildAsync()).Succeeded();

        Assert.Equal(3, build.Single("PERF9005", "long.perfevidence").Line);
        Assert.Contains("measured: 847 per request", build.Single("PERF1001", "OrderReport.cs").Message, StringComparison.Ordinal);
    }
}
