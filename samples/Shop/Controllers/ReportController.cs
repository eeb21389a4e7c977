using Microsoft.AspNetCore.Mvc;
using PerfAnalyzers;

namespace Shop;

[ApiController]
public sealed class ReportController(OrderReport report) : ControllerBase
{
    [HttpGet("accounts/{id:int}/report")]
    [PerformanceBudget(P95Milliseconds = 200, MaxRoundTrips = 3)]
    public async Task<ContentResult> Get(int id) => Content(await report.BuildAsync(id), "text/plain");
}
