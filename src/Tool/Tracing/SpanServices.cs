namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The services that spans came from, by number; 0 is one without a name.</summary>
internal sealed class SpanServices
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<string> _names = [""];

    public int Count => _names.Count;

    /// <summary>The name of a service, or null.</summary>
    public string? this[int number] => number == 0 ? null : _names[number];

    /// <summary>The number of a service.</summary>
    public int Of(string name)
    {
        var safe = Naming.RouteShape.OfName(name);
        if (_numbers.TryGetValue(safe, out var number))
            return number;

        // As many services as nobody has: names with something in them that changes.
        if (_names.Count > 10_000)
            return 0;

        _names.Add(safe);
        _numbers.Add(safe, _names.Count - 1);
        return _names.Count - 1;
    }
}
