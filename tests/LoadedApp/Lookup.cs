using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LoadedApp;

/// <summary>Lines that ask, each from a method of its own. No two use the same column, except for the twins.</summary>
public sealed class Lookup(LoadContext db, NpgsqlDataSource source)
{
    private static int s_first;
    private static int s_second;

    /// <summary>How often each of the twins ran, which no database can tell.</summary>
    public static (int First, int Second) Twins => (s_first, s_second);

    public int Sync(int id)
    {
        var count = db.Items.Count(i => i.B == id);
        return count + 1;
    }

    public async Task<int> ResumedAsync(int id)
    {
        await Task.Yield();
        return await db.Items.CountAsync(i => i.D == id);
    }

    public async Task<int> InTransactionAsync(int id)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var count = await db.Items.CountAsync(i => i.E == id);
        count += db.Items.Count(i => i.F == id);
        await transaction.CommitAsync();
        return count;
    }

    public async Task<int> InLoopAsync(int id)
    {
        var count = 0;
        for (var n = 0; n < 5; n++)
            count += await OneOfManyAsync(id + n);

        return count;
    }

    public async Task<int> PlainAsync(int id)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM \"Items\" WHERE \"H\" = $1", connection);
        command.Parameters.Add(new() { Value = id });
        return Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public int Plain(int id)
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand("SELECT count(*) FROM \"Items\" WHERE \"J\" = $1", connection);
        command.Parameters.Add(new() { Value = id });
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The same text from two lines.</summary>
    public async Task<int> TwinAsync(int id)
    {
        if (id % 3 == 0)
        {
            Interlocked.Increment(ref s_first);
            return await db.Items.CountAsync(first => first.K == id);
        }

        Interlocked.Increment(ref s_second);
        return await db.Items.CountAsync(second => second.K == id);
    }

    public async Task<int> WriteAsync(int id)
    {
        return await db.Items.Where(i => i.L == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.L, id));
    }

    private async Task<int> OneOfManyAsync(int id)
    {
        return await db.Items.CountAsync(i => i.G == id);
    }
}
