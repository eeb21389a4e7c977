using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Naming;

/// <summary>
/// Members whose parameters a capture shows somewhere: the frame that starts an asynchronous method has them, the frames that continue it do not. Where only one
/// overload was seen, it is the one.
/// </summary>
internal sealed class KnownSignatures
{
    private readonly ILookup<string, MemberKey> _exact;

    public KnownSignatures(IEnumerable<MemberKey> seen) => _exact = seen.Where(k => k.IsExact).Distinct().ToLookup(k => k.Name, StringComparer.Ordinal);

    /// <summary>The member with its parameters, where they are known.</summary>
    public MemberKey Complete(MemberKey key) => !key.IsExact && _exact[key.Name].Take(2).ToList() is [var only] ? only : key;
}
