using System.Collections.Concurrent;
using System.Reflection;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Tells methods whose frame has a size of its own for each call: those that allocate on the stack. What is beyond such a frame may be at the place of something else, and the frame in the place of others.
/// </summary>
internal sealed class FrameSizes
{
    private const int MaxMethods = 50_000;
    private const byte Prefix = 0xFE;
    private const byte LocalAlloc = 0x0F;

    private readonly ConcurrentDictionary<MethodBase, bool> _varies = new();

    /// <summary>Whether it does. Of some constant sizes it is said, too, which costs no more than that such a stack is walked.</summary>
    public bool Varies(MethodBase method)
    {
        if (_varies.TryGetValue(method, out var known))
            return known;

        var varies = Allocates(method);
        if (_varies.Count < MaxMethods)
            _varies[method] = varies;

        return varies;
    }

    private static bool Allocates(MethodBase method)
    {
        try
        {
            // Such a method is not compiled into its caller, so that it is on the stack itself.
            return method.GetMethodBody()?.GetILAsByteArray() is { } code && code.AsSpan().IndexOf([Prefix, LocalAlloc]) >= 0;
        }
        catch (InvalidOperationException)
        {
            // Of expressions that were compiled at run time, which cannot allocate on the stack.
            return false;
        }
    }
}
