using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>The shapes of spans, each of them once and by number.</summary>
internal sealed class SpanShapes(SpanTexts texts)
{
    private readonly SpanNames _names = new(texts);
    private readonly Dictionary<ShapeKey, int> _numbers = [];
    private readonly List<SpanShape> _shapes = [];
    private readonly Dictionary<(string, string?, int), int> _textNumbers = [];
    private readonly Dictionary<(CodePlace, string), int> _siteNumbers = [];
    private readonly List<(CodePlace Place, string Operation)> _sites = [];

    public SpanShape this[int number] => _shapes[number];

    /// <summary>Places with operations, by <see cref="SpanShape.Site"/>.</summary>
    public IReadOnlyList<(CodePlace Place, string Operation)> Sites => _sites;

    /// <summary>The number of a shape.</summary>
    public int Of(in ShapeKey key)
    {
        if (_numbers.TryGetValue(key, out var number))
            return number;

        var shape = _names.Of(key);
        _shapes.Add(shape with
        {
            Text = TextOf(shape),
            Site = shape.Operation is null ? -1 : SiteOf(shape.Place, shape.Operation),
        });
        _numbers.Add(key, _shapes.Count - 1);
        return _shapes.Count - 1;
    }

    /// <summary>The number of a place with an operation.</summary>
    public int SiteOf(CodePlace place, string operation)
    {
        if (!_siteNumbers.TryGetValue((place, operation), out var site))
        {
            _sites.Add((place, operation));
            _siteNumbers.Add((place, operation), site = _sites.Count - 1);
        }

        return site;
    }

    private int TextOf(SpanShape shape)
    {
        var key = (shape.Statement == StatementPool.None ? shape.Name : "", shape.Operation, shape.Statement);
        if (!_textNumbers.TryGetValue(key, out var text))
            _textNumbers.Add(key, text = _textNumbers.Count);

        return text;
    }
}
