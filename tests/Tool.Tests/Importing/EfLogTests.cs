using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Converting;
using PerfAnalyzers.Tool.Sources;
using PerfAnalyzers.Tool.Tests.Tracing;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>
/// Logs of Entity Framework Core in the forms that loggers give them. The sums of the samples were computed with awk from the text log, by the comment that follows
/// each <c>Executed DbCommand (...ms)</c>, and with Python's json module from the JSON log.
/// </summary>
public sealed class EfLogTests
{
    private const string Head = "Executed DbCommand (35ms) [Parameters=[@key='?' (DbType = Int32)], CommandType='Text', CommandTimeout='30']";

    [Theory]
    [InlineData("efcore-log/console-simple.log", 24, 441, 258)]
    [InlineData("efcore-log/console-json.log", 23, 214, 129)]
    public void The_samples_say_the_same_in_text_and_JSON(string sample, int commands, double totalMs, double linesMs)
    {
        var capture = TraceText.Read(File.ReadAllBytes(Samples.File(sample)));
        Assert.Equal(["efcore-log"], capture.Formats);
        Assert.Equal((commands, totalMs), (capture.Statements.Values.Sum(s => s.Calls), capture.Statements.Values.Sum(s => s.TotalMs)));
        var lines = Assert.Single(capture.Sites.Sites, s => s.Place == new CodePlace(null, "/home/dev/projects/shp/src/Shop/Services.cs", 16));
        Assert.Equal((20L, linesMs, "db.read"), (lines.Totals.Calls, lines.Totals.TotalMs, lines.Operation));
    }

    [Theory]
    [InlineData("info: Microsoft.EntityFrameworkCore.Database.Command[20101]\n      #\n      -- File: /src/Orders.cs:16\n      \n      SELECT o.\"Id\"\n      FROM \"Orders\" AS o\n      WHERE o.\"Key\" = @key\ninfo: Other[1]\n      FROM nothing\n", "simple console")]
    [InlineData("info: 11/22/2026 11:11:29.123 RelationalEventId.CommandExecuted[20101] (Microsoft.EntityFrameworkCore.Database.Command) \r\n      #\r\n      -- File: /src/Orders.cs:16\r\n      \r\n      SELECT o.\"Id\"\r\n      FROM \"Orders\" AS o\r\n      WHERE o.\"Key\" = @key\r\n", "LogTo")]
    [InlineData("2026-11-22 11:11:29 info: Microsoft.EntityFrameworkCore.Database.Command[20101] # -- File: /src/Orders.cs:16  SELECT o.\"Id\" FROM \"Orders\" AS o WHERE o.\"Key\" = @key\n", "single line")]
    [InlineData("<6>Microsoft.EntityFrameworkCore.Database.Command[20101] # -- a note -- File: /src/Orders.cs:16  SELECT o.\"Id\" FROM \"Orders\" AS o WHERE o.\"Key\" = @key\n", "systemd")]
    [InlineData("[11:11:29 INF] #\n-- File: /src/Orders.cs:16\n\nSELECT o.\"Id\"\nFROM \"Orders\" AS o\nWHERE o.\"Key\" = @key\n[11:11:30 INF] Request finished\n", "Serilog")]
    [InlineData("2026-11-22 11:11:29.1234|20101|INFO|Microsoft.EntityFrameworkCore.Database.Command|#\n-- File: /src/Orders.cs:16\n\nSELECT o.\"Id\"\nFROM \"Orders\" AS o\nWHERE o.\"Key\" = @key\n2026-11-22 11:11:30.1234|1|INFO|Shop|done\n", "NLog")]
    [InlineData("""{"@t":"2026-11-22T11:11:29Z","@mt":"Executed DbCommand ({elapsed}ms) [Parameters=[{parameters}], CommandType='{commandType}', CommandTimeout='{commandTimeout}']{newLine}{commandText}","elapsed":"35","parameters":"@key='?'","commandText":"-- File: /src/Orders.cs:16\n\nSELECT o.\"Id\"\nFROM \"Orders\" AS o\nWHERE o.\"Key\" = @key"}""", "Serilog compact")]
    [InlineData("""{"Timestamp":"x","MessageTemplate":"Executed DbCommand ({elapsed}ms)","Properties":{"elapsed":"35","commandText":"-- File: /src/Orders.cs:16\n\nSELECT o.\"Id\" FROM \"Orders\" AS o WHERE o.\"Key\" = @key","EventId":{"Id":20101}}}""", "Serilog JSON")]
    public void Every_logger_has_its_own_form(string log, string logger)
    {
        var capture = TraceText.Read(log.Replace("#", Head, StringComparison.Ordinal));
        var site = Assert.Single(capture.Sites.Sites);
        Assert.Equal((new CodePlace(null, "/src/Orders.cs", 16), 1L, 35.0), (site.Place, site.Totals.Calls, site.Totals.TotalMs));
        Assert.True("SELECT o.\"Id\" FROM \"Orders\" AS o WHERE o.\"Key\" = @key" == Assert.Single(capture.Statements).Key.Text, logger);
    }

    [Fact]
    public void Scopes_say_which_request_a_command_ran_in()
    {
        var line = (string request, int key) => $$"""{"EventId":20101,"LogLevel":"Information","Category":"Microsoft.EntityFrameworkCore.Database.Command","Message":"","State":{"elapsed":"1,035","parameters":"@key='{{key}}'","commandText":"-- File: /src/Orders.cs:16\n\nSELECT 1 WHERE @key = 1"},"Scopes":[{"Message":"x","RequestId":"{{request}}","RequestPath":"/orders/38"},{"SpanId":"1"}]}""";
        var capture = TraceText.Read(string.Join("\r\n", line("a", 1), line("b", 1), line("a", 2), line("a", 3)));
        var site = Assert.Single(capture.Sites.Sites);
        Assert.Equal((4L, 2L, 3L, KeyRepetition.Distinct, 4140.0), (site.Totals.Calls, site.Totals.Roots, site.Totals.MaxPerRoot, site.Totals.Keys, site.Totals.TotalMs));
    }

    [Fact]
    public void Commands_that_have_not_run_yet_are_not_counted_and_failed_ones_are()
    {
        var capture = TraceText.Read("""
            dbug: Microsoft.EntityFrameworkCore.Database.Command[20100]
                  Executing DbCommand [Parameters=[], CommandType='Text', CommandTimeout='30']
                  SELECT 1
            fail: Microsoft.EntityFrameworkCore.Database.Command[20102]
                  Failed executing DbCommand (7ms) [Parameters=[], CommandType='Text', CommandTimeout='30']
                  DELETE FROM "Orders"
            """);
        Assert.Equal(("DELETE FROM \"Orders\"", "db.write"), Assert.Single(capture.Statements).Key);
    }

    [Theory]
    [InlineData("      ")]
    [InlineData("")]
    public void Values_of_parameters_and_literals_stay_behind(string indent)
    {
        var capture = TraceText.Read(
            $"info: Microsoft.EntityFrameworkCore.Database.Command[20101]\n{indent}Executed DbCommand (3ms) [Parameters=[@p='secret'\n{indent}'], CommandTimeout='9'] secret', @q='a' (Size = 4000)], CommandType='Text', CommandTimeout='30']\n" +
            $"{indent}SELECT a FROM t WHERE b = 'secret' AND c = @p -- secret\ninfo: Shop[0]\n      Host=h;Password=secret\n");
        using var writer = new StringWriter();
        EvidenceWriter.Write(writer, [new CaptureEvidence(capture, PlaceResolver.Here([], [])).Profile("planted", null)]);
        Assert.DoesNotContain("secret", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("statement\tSELECT a FROM t WHERE b = ? AND c = @p", writer.ToString(), StringComparison.Ordinal);
    }
}
