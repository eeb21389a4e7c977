using System.Globalization;
using PerfAnalyzers.Facts;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Tests.Facts;

public sealed class FactTextTests
{
    private const string Key = "M:Shop.Orders.Get(System.Int32)";

    public static TheoryData<string> SoundLines { get; } =
    [
        $"e\t{Key}\tread\t0\t\tOrders.Get>Find",
        $"e\t{Key}\twrite\t2\tM:Shop.Db.Save\tOrders.Get>Db.Save>SaveChanges\tsometimes\tlikely\trepeated\tquery=5\tunless=2\tof=2/3",
        $"e\t{Key}\tremote\t17\tM:Shop.Http.Send\ta>b>...>z",
        "e\tM:MediatR.IRequestHandler`2.Handle(`0)|Shop.Get|System.Collections.Generic.List{Shop.Order}\tread\t1\t\tHandler.Handle>ToListAsync",
        $"q\t{Key}\tquery",
        $"q\t{Key}\tmemory",
        $"d\t{Key}\t0\teach",
        $"d\t{Key}\t1\teach-until",
        $"d\t{Key}\t2\tonce",
        $"d\t{Key}\t3\tlater",
        $"d\t{Key}\t63\ton-miss",
        $"r\t{Key}\tShop.Order\tCustomer,Lines.Product\tuntracked\tbare",
        $"r\t{Key}\t*\t",
    ];

    [Theory]
    [MemberData(nameof(SoundLines))]
    public void A_line_that_is_read_is_written_again(string line) => Assert.Equal(line, FactText.Write(Read(line)!));

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("e\t\tread\t0\t\tFind")]
    [InlineData("e\tT:Shop.Orders\tread\t0\t\tFind")]
    [InlineData("e\tM:A.B\tread\t-1\t\tFind")]
    [InlineData("e\tM:A.B\tread\t99999999999999\t\tFind")]
    [InlineData("e\tM:A.B\tdelete\t0\t\tFind")]
    [InlineData("e\tM:A.B\tread\t0\t\t")]
    [InlineData("e\tM:A.B\tread\t0\t\tFind\tof=3/2")]
    [InlineData("e\tM:A.B\tread\t0\t\tFind\tof=0/2")]
    [InlineData("e\tM:A.B\tread\t0\t\tFind\tquery=0")]
    [InlineData("e\tM:A.B\tread\t0\t\tFind\tquery=-1")]
    [InlineData("e\tM:A.B\tread\t0\t\tFind\tunless=64")]
    [InlineData("e\tM:A.B\tread\t0\t\tFind\tonly-on-sundays")]
    [InlineData("q\tM:A.B\tmaybe")]
    [InlineData("d\tM:A.B\teach")]
    [InlineData("d\tM:A.B\t0\tnever")]
    [InlineData("r\tM:A.B\tShop.Order")]
    [InlineData("r\tM:A.B\t\tCustomer")]
    [InlineData("r\tM:A.B\tShop.Order\tCustomer\tif-asked")]
    [InlineData("r\tM:A.B\tShop.Order\ta,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,aa,ab,ac,ad,ae,af,ag")]
    [InlineData("x\tM:A.B\t0\teach")]
    public void A_line_that_is_not_understood_is_no_fact(string line) => Assert.Null(Read(line));

    [Fact]
    public void What_others_call_by_arrow_is_written_short()
    {
        var fact = new Fact(Key) { Effect = new(EffectQuestion.DatabaseRead, "Orders.Get -> Db.Load -> Find", "M:Shop.Db.Load", 1, 1, 1) };
        var line = FactText.Write(fact)!;
        Assert.Contains("Orders.Get>Db.Load>Find", line, StringComparison.Ordinal);
        Assert.Equal(fact.Effect, Read(line)!.Effect);
    }

    [Fact]
    public void Control_characters_of_another_assembly_do_not_break_the_line()
    {
        var line = FactText.Write(new(Key) { Effect = new(EffectQuestion.DatabaseRead, "A\nB", "M:X\tY", 0, 1, 1) })!;
        Assert.DoesNotContain('\n', line);
        Assert.NotNull(Read(line));
    }

    [Fact]
    public void A_use_that_is_not_known_is_not_said() => Assert.Null(FactText.Write(new(Key) { Use = ApiCalls.Unstated, Parameter = 0 }));

    [Fact]
    public void Five_thousand_facts_are_a_few_texts_and_all_are_read()
    {
        var facts = Enumerable.Range(0, 5_000)
            .Select(i => $"e\tM:Shop.Type{i / 10:D3}.Method{i % 10}\tread\t1\tM:Shop.Issuer{i % 20}\tType.Method>Find").ToList();
        var texts = FactLines.Write(facts);
        Assert.InRange(texts.Length, 50, 51);
        Assert.Equal(facts, FactLines.Read(texts).Select(f => FactText.Write(f)!));

        // The order of attributes in an image is nobody's promise.
        Assert.Equal(facts.Order(StringComparer.Ordinal), FactLines.Read([.. texts.Reverse()]).Select(f => FactText.Write(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_new_fact_changes_no_other_line()
    {
        string[] facts = [.. Enumerable.Range(0, 30).Select(i => $"e\tM:Shop.Type{i:D2}.Get\tread\t1\tM:Shop.Issuer{i % 3}\tGet>Find")];
        var before = FactLines.Write(facts).Single().Split('\n');
        var after = FactLines.Write([facts[0], "e\tM:Shop.Type00.Put\twrite\t1\tM:Shop.Aaa\tPut>Save", .. facts[1..]]).Single().Split('\n');
        Assert.Equal(before, after.Where(l => !l.Contains("Put", StringComparison.Ordinal)));
    }

    [Fact]
    public void Any_text_can_be_read()
    {
        var random = new Random(7);
        string[] pieces = ["e", "q", "d", "i", "\t", "\t", "\n", "M:A.B", "#", "|", "*", "read", "0", "each", "of=1/2", "query=ffffffffffffffff", "", "\0", "\uD800", "assembly\t", ">"];
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.All(FactLines.Read([text, text]), f => Assert.NotNull(f.Key));
        }

        Assert.Empty(FactLines.Read([new string('x', 1_000_000), string.Create(CultureInfo.InvariantCulture, $"e\tM:A.B\tread\t0\t\t{new string('x', 5_000)}")]));
    }

    private static Fact? Read(string line) => FactText.Read(line.Split('\t'));
}
