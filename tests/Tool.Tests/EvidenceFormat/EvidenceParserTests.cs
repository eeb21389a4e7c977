using System.Diagnostics.CodeAnalysis;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Tests.EvidenceFormat;

/// <summary>Evidence is hostile input: a bad line is named and costs only itself.</summary>
[SuppressMessage("Usage", "xUnit1026", Justification = "The name of a case is what a failure shows.")]
public sealed class EvidenceParserTests
{
    private const string Good = "site\tM:A.B\tcalls=7";

    [Theory]
    [InlineData("no tab", "site M:A.B calls=1", "expected '<record><TAB><key>")]
    [InlineData("no key", "site\t\tcalls=1", "expected '<record><TAB><key>")]
    [InlineData("no record", "\tM:A.B\tcalls=1", "expected '<record><TAB><key>")]
    [InlineData("not a field", "site\tM:A.B\tcalls", "'calls' is not <field>=<value>")]
    [InlineData("empty field", "site\tM:A.B\t", "'' is not <field>=<value>")]
    [InlineData("nameless field", "site\tM:A.B\t=1", "'=1' is not <field>=<value>")]
    [InlineData("duplicate", "site\tM:A.B\tcalls=1\tcalls=2", "field 'calls' is given twice")]
    [InlineData("not an id", "site\tShop.Orders.Load\tcalls=1", "'site' needs a documentation-comment id")]
    [InlineData("word", "site\tM:A.B\tcalls=many", "field 'calls' is not a number of 0 or more: 'many'")]
    [InlineData("negative", "site\tM:A.B\tcalls=-1", "field 'calls' is not a number")]
    [InlineData("not finite", "site\tM:A.B\ttotal-ms=1e999", "field 'total-ms' is not a number")]
    [InlineData("NaN", "site\tM:A.B\ttotal-ms=NaN", "field 'total-ms' is not a number")]
    [InlineData("more than anything", "site\tM:A.B\ttotal-ms=1.1e18", "field 'total-ms' is beyond 1e18, which nothing measured is: '1.1e18'")]
    [InlineData("growth of no number", "type\tT:A\tgrowth-bytes-per-min=fast", "field 'growth-bytes-per-min' is not a number: 'fast'")]
    [InlineData("growth without end", "type\tT:A\tgrowth-bytes-per-min=-Infinity", "field 'growth-bytes-per-min' is not a number")]
    [InlineData("growth beyond anything", "type\tT:A\tgrowth-bytes-per-min=-1e300", "field 'growth-bytes-per-min' is beyond 1e18")]
    [InlineData("thousands", "site\tM:A.B\tcalls=1,000", "field 'calls' is not a number")]
    [InlineData("spaces", "site\tM:A.B\tcalls= 1", "field 'calls' is not a number")]
    [InlineData("bad escape in key", "endpoint\tGET \\x", "bad escape in the key")]
    [InlineData("bad escape in value", "site\tM:A.B\tfile=a\\", "bad escape in field 'file'")]
    [InlineData("terminal escape", "endpoint\tGET \u001b[31m", "control character")]
    [InlineData("zero", "endpoint\tGET \0", "control character")]
    [InlineData("turned direction", "endpoint\tGET \u202Eabc", "control character")]
    [InlineData("not UTF-8", "endpoint\tGET \uFFFD", "not UTF-8")]
    public void A_bad_line_is_named_and_the_others_count(string name, string line, string reason)
    {
        var document = Read($"perfevidence\t1\nprofile\tp\n{line}\n{Good}\n");
        var problem = Assert.Single(document.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal(7, Assert.Single(Assert.Single(document.Profiles).Records).Calls);
    }

    [Theory]
    [InlineData("", "file is empty")]
    [InlineData("\n", "first line must be")]
    [InlineData("perfevidence\n", "first line must be")]
    [InlineData("perfevidence 1\n", "first line must be")]
    [InlineData("perfevidence\tone\n", "must be a whole number")]
    [InlineData("perfevidence\t0\n", "must be a whole number")]
    [InlineData("perfevidence\t99\n", "file has version 99, this reader knows 1")]
    [InlineData("<html>\n", "first line must be")]
    public void The_first_line_says_what_the_file_is(string text, string reason)
    {
        var problem = Assert.Single(Read(text).Problems);
        Assert.Equal(1, problem.Line);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_version_is_used_as_far_as_it_is_understood()
    {
        var document = Read($"perfevidence\t2\nprofile\tp\nhologram\tx\tdepth=3\n{Good}\tangle=left\n");
        Assert.Single(document.Problems);
        Assert.Equal(["hologram", "site"], document.Profiles[0].Records.Select(r => r.Kind));
        Assert.Equal("left", document.Profiles[0].Records[1]["angle"]);
    }

    [Fact]
    public void Windows_line_ends_are_read_and_reported_once()
    {
        var document = Read($"perfevidence\t1\r\nprofile\tp\r\n{Good}\r\n");
        Assert.Contains("CR LF", Assert.Single(document.Problems).Reason, StringComparison.Ordinal);
        Assert.Equal(7, document.Profiles[0].Records[0].Calls);
    }

    [Fact]
    public void A_byte_order_mark_is_reported_and_the_line_is_read()
    {
        var document = Read($"\uFEFFperfevidence\t1\nprofile\tp\n{Good}\n");
        Assert.Contains("byte order mark", Assert.Single(document.Problems).Reason, StringComparison.Ordinal);
        Assert.Single(document.Profiles);
    }

    [Fact]
    public void A_record_before_any_profile_belongs_to_nothing()
    {
        var document = Read($"perfevidence\t1\n{Good}\nprofile\tp\n");
        Assert.Contains("before any 'profile'", Assert.Single(document.Problems).Reason, StringComparison.Ordinal);
        Assert.Empty(document.Profiles[0].Records);
    }

    [Fact]
    public void Comments_and_empty_lines_are_no_records()
    {
        var document = Read($"perfevidence\t1\n\n# why\nprofile\tp\n{Good}");
        Assert.Empty(document.Problems);
        Assert.Equal(5, document.Profiles[0].Records[0].Line);
    }

    [Fact]
    public void A_type_may_shrink()
    {
        var document = Read("perfevidence\t1\nprofile\tp\ntype\tT:A\tbytes=1e18\tgrowth-bytes-per-min=-12.5\n");
        Assert.Empty(document.Problems);
        Assert.Equal(-12.5, document.Profiles[0].Records[0].Number(Field.GrowthBytesPerMin));
    }

    [Fact]
    public void A_file_of_something_else_has_a_bounded_number_of_problems()
    {
        var document = Read("perfevidence\t1\n" + string.Concat(Enumerable.Repeat("garbage\n", 10_000)));
        Assert.Equal(EvidenceParser.MaxProblems + 1, document.Problems.Count);
        Assert.Contains("not listed", document.Problems[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_hundred_megabytes_is_skipped_without_being_held()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var document = EvidenceParser.Read(new LongLineReader($"perfevidence\t1\nprofile\tp\n", 100_000_000, $"\n{Good}\n"));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(3, Assert.Single(document.Problems).Line);
        Assert.Single(document.Profiles[0].Records);
        Assert.True(allocated < 2_000_000, $"{allocated} bytes were allocated");
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var chars = new char[random.Next(2000)];
            for (var i = 0; i < chars.Length; i++)
                chars[i] = random.Next(4) == 0 ? "\t\n\r=\\#:"[random.Next(7)] : (char)random.Next(0x300);

            Assert.NotNull(Read("perfevidence\t1\nprofile\tp\n" + new string(chars)));
        }
    }

    private static EvidenceDocument Read(string text) => EvidenceParser.Read(new StringReader(text));

    private sealed class LongLineReader(string head, int length, string tail) : TextReader
    {
        private int _position;

        public override int Read(char[] buffer, int index, int count)
        {
            var read = 0;
            for (; read < count && _position < head.Length + length + tail.Length; read++, _position++)
            {
                buffer[index + read] = _position < head.Length ? head[_position]
                    : _position < head.Length + length ? 'x'
                    : tail[_position - head.Length - length];
            }

            return read;
        }
    }
}
