using PerfAnalyzers.Tool.Naming;

namespace PerfAnalyzers.Tool.Tests.Naming;

/// <summary>Names as profilers write them, and the member that the compiler made them of.</summary>
public sealed class DotNetNameTests
{
    [Theory]
    [InlineData("Shop!Shop.OrderReport+<BuildAsync>d__3.MoveNext()", "M:Shop.OrderReport.BuildAsync", false)]
    [InlineData("Shop!Shop.OrderReport.BuildAsync(int32,value class System.Threading.CancellationToken)", "M:Shop.OrderReport.BuildAsync(System.Int32,System.Threading.CancellationToken)", true)]
    [InlineData("Shop!Shop.Pricing`1[System.__Canon].Total(class System.Collections.Generic.IEnumerable`1<!0>,int32)", "M:Shop.Pricing`1.Total(System.Collections.Generic.IEnumerable{`0},System.Int32)", true)]
    [InlineData("Shop!Shop.Pricing`1[System.__Canon].<Total>g__Spin|1_0(int32)", "M:Shop.Pricing`1.Total", false)]
    [InlineData("Shop!Program+<>c.<<Main>$>b__0_6(int32)", "M:Program.{Main}$(System.String[])", true)]
    [InlineData("Shop!Program.<Main>$(class System.String[])", "M:Program.{Main}$(System.String[])", true)]
    [InlineData("Shop!Program+<>c+<<<Main>$>b__0_1>d.MoveNext()", "M:Program.{Main}$(System.String[])", true)]
    [InlineData("Shop!Shop.Outer+Inner.Run()", "M:Shop.Outer.Inner.Run", true)]
    [InlineData("Shop!Shop.Order..ctor(class System.String)", "M:Shop.Order.#ctor(System.String)", true)]
    [InlineData("Shop!Shop.Order..cctor()", "M:Shop.Order.#cctor", true)]
    [InlineData("Shop!Shop.Tools.Swap(int32&,float64[0...,0...],unsigned int8[])", "M:Shop.Tools.Swap(System.Int32@,System.Double[0:,0:],System.Byte[])", true)]
    [InlineData("Shop!Shop.Tools.Map(class System.Func`2<!!0,!!1>)", "M:Shop.Tools.Map", false)]
    [InlineData("instance float64 [Shop] Shop.Pricing`1[System.__Canon]::Conv(int32)[OptimizedTier1OSR]", "M:Shop.Pricing`1.Conv(System.Int32)", true)]
    [InlineData("instance void [Shop] Shop.OrderLineRepository+<GetAsync>d__2::MoveNext()[OptimizedTier1]", "M:Shop.OrderLineRepository.GetAsync", false)]
    [InlineData("[Shop] Shop.Walk+<Steps>d__1::MoveNext()[Instrumented]", "M:Shop.Walk.Steps", false)]
    public void The_member_is_the_one_that_was_written(string frame, string id, bool exact)
    {
        var name = DotNetName.Parse(frame);
        Assert.NotNull(name);
        Assert.Equal((id, exact), (name.Key.Id, name.Key.IsExact));
        Assert.Equal("Shop", name.Module);
    }

    [Theory]
    [InlineData("main.work")]
    [InlineData("main.(*Server).Handle")]
    [InlineData("work (/app/work.py:12)")]
    [InlineData("java/lang/Thread.run")]
    [InlineData("libc.so.6!start_thread+0x305")]
    [InlineData("finish_task_switch.isra.0")]
    [InlineData("(anonymous)")]
    [InlineData("")]
    [InlineData("<<<<")]
    [InlineData("a!b.(")]
    public void Names_of_other_runtimes_are_no_members(string frame) => Assert.Null(DotNetName.Parse(frame));

    [Fact]
    public void Nesting_that_no_type_has_is_not_followed()
    {
        var hostile = "A!B.C(" + string.Concat(Enumerable.Repeat("class D`1<", 700)) + ")";
        Assert.Equal(("M:B.C", false), (DotNetName.Parse(hostile)!.Key.Id, DotNetName.Parse(hostile)!.Key.IsExact));
    }
}
