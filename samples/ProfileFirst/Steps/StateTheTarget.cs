using ProfileFirst.Measuring;
using ProfileFirst.Printing;

namespace ProfileFirst.Steps;

/// <summary>Without a target nobody can say when to stop.</summary>
internal sealed class StateTheTarget : IStep
{
    private const string Controller = "samples/Shop/Controllers/ReportController.cs";

    public string Title => "The target";

    public async Task RunAsync(Journal journal)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(Product.RepositoryRoot, Controller));
        journal.Target = Budget.Find(source) ?? throw new StepFailedException($"{Controller} has no budget for latency and round trips.");

        Page.Verbatim($"{Controller}({journal.Target.Line}): {journal.Target.Text}");
        Page.Say($"95 of 100 requests for a report within {journal.Target.P95Milliseconds} ms, and no more than {journal.Target.MaxRoundTrips} queries each.");
    }
}
