using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Sampling;

/// <summary>Thread time by member: own time where the member is the nearest user code, total time where it is anywhere on the stack.</summary>
internal sealed class MemberTimes
{
    private readonly Dictionary<string, Times> _members = new(StringComparer.Ordinal);

    /// <summary>Adds one sample.</summary>
    /// <param name="stack">The user members, innermost first.</param>
    /// <param name="milliseconds">The time the sample stands for.</param>
    public void Add(IReadOnlyList<SourceMember> stack, double milliseconds)
    {
        for (var i = 0; i < stack.Count; i++)
        {
            if (!_members.TryGetValue(stack[i].Id, out var times))
                _members.Add(stack[i].Id, times = new(stack[i]));

            if (i == 0)
                times.Self += milliseconds;

            // A member that calls itself is on the stack more than once, but the time passes only once.
            if (!IsAbove(stack, i))
                times.Total += milliseconds;
        }
    }

    /// <summary>The <c>method</c> records.</summary>
    /// <param name="calls">How often a member ran, where that is known.</param>
    public IEnumerable<EvidenceRecord> Records(IReadOnlyDictionary<string, double> calls)
    {
        foreach (var (id, times) in _members)
        {
            var fields = new FieldList()
                .Add(Field.File, times.Member.File)
                .Add(Field.Line, times.Member.Line, when: times.Member.Line > 0)
                .Add(Field.Checksum, times.Member.Checksum)
                .Add(Field.Calls, calls.TryGetValue(id, out var count) ? count : null)
                .Add(Field.SelfMs, times.Self)
                .Add(Field.TotalMs, times.Total)
                .Add(Field.Sampled, "true");
            yield return new(RecordKind.Method, id, fields);
        }
    }

    private static bool IsAbove(IReadOnlyList<SourceMember> stack, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (stack[i].Id == stack[index].Id)
                return true;
        }

        return false;
    }

    private sealed class Times(SourceMember member)
    {
        public SourceMember Member { get; } = member;

        public double Self { get; set; }

        public double Total { get; set; }
    }
}
