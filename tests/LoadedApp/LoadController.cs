using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LoadedApp;

/// <summary>Handlers as they are written. The first is so small that the JIT puts it into the framework's code.</summary>
[ApiController]
[Route("load")]
public sealed class LoadController(LoadContext db, Lookup lookup) : ControllerBase
{
    public static readonly IReadOnlyList<string> Paths =
        ["inlined", "sync", "async", "resumed", "transaction", "loop", "plain", "plain-sync", "twin", "write"];

    [HttpGet("inlined/{id:int}")]
    public int Inlined(int id) => db.Items.Count(i => i.A == id);

    [HttpGet("sync/{id:int}")]
    public int Sync(int id) => lookup.Sync(id);

    [HttpGet("async/{id:int}")]
    public async Task<int> CountAsync(int id)
    {
        return await db.Items.CountAsync(i => i.C == id);
    }

    [HttpGet("resumed/{id:int}")]
    public Task<int> ResumedAsync(int id) => lookup.ResumedAsync(id);

    [HttpGet("transaction/{id:int}")]
    public Task<int> InTransactionAsync(int id) => lookup.InTransactionAsync(id);

    [HttpGet("loop/{id:int}")]
    public Task<int> InLoopAsync(int id) => lookup.InLoopAsync(id);

    [HttpGet("plain/{id:int}")]
    public Task<int> PlainAsync(int id) => lookup.PlainAsync(id);

    [HttpGet("plain-sync/{id:int}")]
    public int Plain(int id) => lookup.Plain(id);

    [HttpGet("twin/{id:int}")]
    public Task<int> TwinAsync(int id) => lookup.TwinAsync(id);

    [HttpGet("write/{id:int}")]
    public Task<int> WriteAsync(int id) => lookup.WriteAsync(id);
}
