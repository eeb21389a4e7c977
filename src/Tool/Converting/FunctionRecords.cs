using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Naming;
using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Converting;

/// <summary>
/// The flat list of a capture: <c>method</c> records for C# members, whose own time includes the library code that they call, and <c>function</c> records for
/// profiles of other runtimes, where each function has its own.
/// </summary>
internal sealed class FunctionRecords
{
    /// <summary>A function below this share of everything, callees included, is not written: thousands of them would say nothing.</summary>
    private const double SmallestShare = 0.001;

    private readonly Capture _capture;
    private readonly PlaceResolver _places;
    private readonly bool _isDotNet;
    private readonly KnownSignatures _signatures;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<FunctionRow> _rows = [];

    private FunctionRecords(Capture capture, PlaceResolver places)
    {
        _capture = capture;
        _places = places;
        var frames = capture.Trees.SelectMany(t => t.Frames).Concat(capture.Functions.Keys).ToList();
        _isDotNet = frames.Exists(f => f.Member is not null);
        _signatures = new(frames.Select(f => f.Member).OfType<MemberKey>());
    }

    public static IEnumerable<EvidenceRecord> Of(Capture capture, PlaceResolver places)
    {
        var list = new FunctionRecords(capture, places);
        foreach (var tree in capture.Trees)
            list.Add(tree);

        foreach (var (frame, totals) in capture.Functions)
        {
            if (list.NumberOf(frame) is >= 0 and var number)
                list._rows[number].Add(totals);
        }

        return list.Written().Select(r => r.Record(capture.IsSampled));
    }

    private void Add(CallTree tree)
    {
        var functions = tree.Frames.Select(NumberOf).ToArray();
        var sums = _isDotNet ? FrameTimes.OfUserCode(tree, functions, _rows.Count) : FrameTimes.OfAll(tree, functions, _rows.Count);
        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i].IsSeen)
                _rows[i].Add(tree.Kind, sums[i]);
        }
    }

    private int NumberOf(Frame frame)
    {
        if (_isDotNet && frame.Member is null)
            return -1;

        var place = frame.Member is { } member ? _places.Of(frame with { Member = _signatures.Complete(member) }) : null;
        var file = place?.File ?? (frame.File is { Length: > 0 } captured ? _places.FileName(captured) : null);

        // Functions of one name in several files are several functions.
        var id = place?.Key ?? $"{frame.Name}\n{file}\n{frame.Line}";
        if (_numbers.TryGetValue(id, out var number))
            return number;

        _rows.Add(new(place is null ? RecordKind.Function : RecordKind.Method, place?.Key ?? frame.Name, place?.IsExact ?? true, file, place is null ? frame.Line : place.Line, place?.Checksum));
        _numbers.Add(id, _rows.Count - 1);
        return _rows.Count - 1;
    }

    private IEnumerable<FunctionRow> Written()
    {
        var totals = _capture.Trees.ToDictionary(t => t.Kind, t => t.Total);
        return _rows.Where(r => r.IsCounted || totals.Any(t => r.TotalOf(t.Key) is > 0 and var total && (_isDotNet || total >= SmallestShare * t.Value)));
    }
}
