using PerfAnalyzers.Collector.Recording;

namespace PerfAnalyzers.Collector.Tests.Recording;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("SELECT 1", "db.read")]
    [InlineData("  -- tag 'insert'\n\nselect 1", "db.read")]
    [InlineData("/* update */ (SELECT 1)", "db.read")]
    [InlineData("INSERT INTO t VALUES (1) RETURNING id", "db.write")]
    [InlineData("SAVEPOINT __EFSavePoint", "db.write")]
    [InlineData("RELEASE SAVEPOINT __EFSavePoint", "db.write")]
    [InlineData("SET NOCOUNT ON;\nINSERT INTO t DEFAULT VALUES", "db.write")]
    [InlineData("SET IMPLICIT_TRANSACTIONS OFF;\nSET NOCOUNT ON;\nUPDATE t SET a = 1", "db.write")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a", "db.read")]
    [InlineData("WITH a AS (SELECT (1), (SELECT 2) FROM x) UPDATE t SET a = 1", "db.write")]
    [InlineData("WITH RECURSIVE a AS (SELECT 1) DELETE FROM t", "db.write")]
    [InlineData("EXEC dbo.Something", "db.read")]
    [InlineData("", "db.read")]
    [InlineData("--", "db.read")]
    [InlineData("/*", "db.read")]
    [InlineData("'", "db.read")]
    [InlineData("SET x", "db.read")]
    [InlineData("WITH (((", "db.read")]
    public void The_first_word_that_says_so_decides(string text, string operation) =>
        Assert.Equal(operation, CommandText.Operation(text, returnsRows: true));

    [Fact]
    public void A_procedure_that_returns_no_rows_is_a_write() =>
        Assert.Equal("db.write", CommandText.Operation("EXEC dbo.Something", returnsRows: false));
}
