using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tests.Capturing;

/// <summary>What may be kept of a statement.</summary>
public sealed class SqlTextTests
{
    [Theory]
    [InlineData("SELECT * FROM \"Orders\" WHERE \"Id\" = 38492", "SELECT * FROM \"Orders\" WHERE \"Id\" = ?")]
    [InlineData("SELECT 1 FROM t1 WHERE name = 'O''Hara' AND x2 = $1", "SELECT ? FROM t1 WHERE name = ? AND x2 = $1")]
    [InlineData("-- File: /home/dev/x.cs:12\n\nSELECT a\nFROM b", "SELECT a FROM b")]
    [InlineData("/* secret */ SELECT a FROM b WHERE c IN (1, 2,3)", "SELECT a FROM b WHERE c IN (?)")]
    [InlineData("SELECT $tag$secret$tag$, e.\"x\" FROM e WHERE p = @p0 AND q > 1.5e-3", "SELECT ?, e.\"x\" FROM e WHERE p = @p0 AND q > ?")]
    [InlineData("SELECT N'secret', X'AB12', E'a\\tb' FROM t", "SELECT ? FROM t")]
    [InlineData("SELECT [Name] FROM [dbo].[Orders] WHERE [Id] = @__id_0", "SELECT [Name] FROM [dbo].[Orders] WHERE [Id] = @__id_0")]
    [InlineData("SELECT 'it\\' , 'secret' FROM t", "SELECT ?")]
    [InlineData("SELECT 'never closed secret", "SELECT ?")]
    [InlineData("SELECT a FROM t WHERE b = ANY(array['ada@shop.test', 'b']) AND c[2] = 3 AND d IN ([x y], ['secret'])", "SELECT a FROM t WHERE b = ANY(array[?]) AND c[?] = ? AND d IN ([x y], [?])")]
    public void Values_are_left_behind(string sql, string kept) => Assert.Equal(kept, SqlText.WithoutValues(sql));

    [Fact]
    public void In_MySQL_double_quotes_hold_values() =>
        Assert.Equal("SELECT `a` FROM `t` WHERE `b` = ?", SqlText.WithoutValues("SELECT `a` FROM `t` WHERE `b` = \"secret\"", quotesHoldNames: false));

    [Theory]
    [InlineData("-- File: /home/dev/projects/shp/src/Shop/Services.cs:16\n\nSELECT 1", "/home/dev/projects/shp/src/Shop/Services.cs", 16)]
    [InlineData("/* File: C:\\src\\Shop\\Services.cs:7 */ SELECT 1", "C:\\src\\Shop\\Services.cs", 7)]
    public void The_call_site_tag_is_a_place(string sql, string file, int line) =>
        Assert.Equal(new(null, file, line), SqlText.Place(sql));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("-- File: no line\nSELECT 1")]
    public void Without_a_tag_there_is_none(string sql) => Assert.False(SqlText.Place(sql).IsKnown);
}
