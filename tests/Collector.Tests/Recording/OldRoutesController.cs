using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace PerfAnalyzers.Collector.Tests.Recording;

/// <summary>Actions of an application that still lets MVC route: one with a route of its own, one by the convention.</summary>
public sealed class OldRoutesController : Controller
{
    [HttpGet("items/{id:int}")]
    public int Get(int id)
    {
        using var db = HttpContext.RequestServices.GetRequiredService<RecordedShop>().Context();
        return db.Items.Count(i => i.Id == id);
    }

    public int All()
    {
        using var db = HttpContext.RequestServices.GetRequiredService<RecordedShop>().Context();
        return db.Items.Count();
    }
}
