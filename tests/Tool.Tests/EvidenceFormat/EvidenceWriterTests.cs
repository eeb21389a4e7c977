using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EvidenceFormat;

public sealed class EvidenceWriterTests
{
    [Fact]
    public void What_is_written_is_what_is_read()
    {
        EvidenceRecord[] records =
        [
            new(RecordKind.Site, "M:Shop.Orders.Load(System.Int32)", new FieldList().Add(Field.Operation, "db.read").Add(Field.TotalMs, 1234.5678)),
            new(RecordKind.Endpoint, "GET /a\\b\t{id}\n", new FieldList().Add(Field.Count, 3)),
            new("hologram", "later", new FieldList().Add("depth", "3=4")),
        ];
        var text = Write(Profile("check out", records));
        var document = EvidenceParser.Read(new StringReader(text));

        Assert.Empty(document.Problems);
        var profile = Assert.Single(document.Profiles);
        Assert.Equal("check out", profile.Name);
        Assert.Equal(["GET /a\\b\t{id}\n", "M:Shop.Orders.Load(System.Int32)", "later"], profile.Records.Select(r => r.Key));
        Assert.Equal(1234.568, profile.Records[1].TotalMs);
        Assert.Equal("3=4", profile.Records[2]["depth"]);
        Assert.Equal(text, Write(profile));
    }

    [Fact]
    public void The_same_measurements_in_any_order_give_the_same_text()
    {
        var records = Enumerable.Range(0, 40)
            .Select(i => new EvidenceRecord(
                RecordKind.Site, $"M:A.M{i % 5}", new FieldList().Add(Field.Line, i % 3).Add(Field.Operation, i % 2 == 0 ? "db.read" : "db.write").Add(Field.Via, $"M:B.V{i}")))
            .ToList();
        var expected = Write(Profile("p", records));
        records.Reverse();
        Assert.Equal(expected, Write(Profile("p", records)));
        Assert.DoesNotContain('\r', expected);
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var fields = new FieldList().Add(Field.File, (string?)null).Add(Field.Calls, (double?)null).Add(Field.Line, 0, when: false);
        Assert.Empty(fields);
    }

    private static EvidenceProfile Profile(string name, IReadOnlyList<EvidenceRecord> records) =>
        new(new(RecordKind.Profile, name, []), records);

    private static string Write(EvidenceProfile profile)
    {
        using var writer = new StringWriter();
        EvidenceWriter.Write(writer, [profile]);
        return writer.ToString();
    }
}
