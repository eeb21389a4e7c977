using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>Repeated calls, summed for each endpoint: what the user is told first.</summary>
internal sealed class EndpointRepetitions(SpanStore store)
{
    private const int MaxRemarks = 8;
    private const int MaxText = 80;

    private readonly Dictionary<(string Endpoint, int Text), Sum> _sums = [];

    /// <summary>Adds a group of one root operation.</summary>
    public void Add(string endpoint, SpanShape shape, int shapeNumber, int count)
    {
        _sums.TryGetValue((endpoint, shape.Text), out var sum);
        _sums[(endpoint, shape.Text)] = new(sum.Groups + 1, Math.Max(sum.Most, count), sum.Groups == 0 ? shapeNumber : sum.Shape);
    }

    /// <summary>Says the worst of them.</summary>
    public void Tell(Capture capture)
    {
        var worst = _sums.OrderByDescending(s => (long)s.Value.Most * s.Value.Groups).ThenBy(s => s.Key.Endpoint, StringComparer.Ordinal).ThenBy(s => s.Key.Text).Take(MaxRemarks);
        foreach (var ((endpoint, _), sum) in worst)
        {
            var shape = store.Shapes[sum.Shape];
            var text = shape.Name.Length <= MaxText ? shape.Name : shape.Name[..MaxText] + "...";
            var times = sum.Groups == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{sum.Groups} times");
            capture.Remark(string.Create(CultureInfo.InvariantCulture, $"{endpoint}: the same call up to {sum.Most} times one after the other under one span, seen {times}: {text}{Place(shape.Place)}"));
        }
    }

    private static string Place(CodePlace place) => place.File is { } file
        ? string.Create(CultureInfo.InvariantCulture, $" ({file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{place.Line ?? 0})")
        : place.Member is { } member ? $" ({member.Name})" : "";

    private readonly record struct Sum(long Groups, int Most, int Shape);
}
