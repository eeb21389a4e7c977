using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PerfAnalyzers.Collector.Stacks;

/// <summary>
/// Recognises a stack that was walked before, for a fiftieth of what walking it costs. It is the same stack when every place that held the address of code then holds the same address now:
/// all return addresses are among these, and the code that one leads to keeps the next at the same distance, so that frame after frame is the same. What merely looks like the address of code,
/// such as what an earlier call left behind, can only make a known stack look new, which costs a walk and no more. Stacks with a frame whose size is decided at run time are not learned.
/// Linux on x64; everything is new elsewhere.
/// </summary>
/// <param name="learningShare">How much of the time may be spent on learning.</param>
internal sealed class KnownStacks(double learningShare = KnownStacks.LearningShare)
{
    // In bytes. What is deeper is walked: of a part of a stack nothing could be told.
    private const int MaxDepth = 64 * 1024;
    private const int MaxStacks = 10_000;

    // Reading the memory map takes half a millisecond, which a program that never has the same stack twice must not pay for each.
    public const double LearningShare = 0.01;

    // So many that are known are walked all the same, to be compared.
    private const int CheckedOneIn = 4096;

    // Where the stack of this thread is, once it was asked for.
    [ThreadStatic]
    private static (nuint Start, nuint End) t_stack;

    private readonly WalkBudget _budget = new(learningShare);
    private readonly FrameSizes _sizes = new();
    private readonly object _gate = new();
    private volatile bool _isOn = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private volatile StackNode? _root;
    private int _stacks;
    private int _recognised;

    /// <summary>Looks at the stack of whoever calls.</summary>
    /// <param name="learns">Whether a stack that is new should be known from now on.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public SeenStack Look(bool learns)
    {
        nuint here = 0;
        if (!_isOn || (_root is null && !learns))
            return default;

        if (_root?.Find(Places(ref here)) is { } known)
            return new(known, null, IsChecked: Interlocked.Increment(ref _recognised) % CheckedOneIn == 0);

        return learns && Volatile.Read(ref _stacks) < MaxStacks ? new(null, Codes(ref here), IsChecked: false) : default;
    }

    /// <summary>The stack that was looked at was walked.</summary>
    /// <param name="seen">What a look at it told.</param>
    /// <param name="chain">What the walk found.</param>
    /// <param name="trace">The walk.</param>
    public void Learn(SeenStack seen, CallChain? chain, StackTrace trace)
    {
        if (seen.Known is { } known)
        {
            // Has never been seen, and would mean that the runtime lays out stacks in a way that is not known here.
            if (!Equals(known.Chain, chain))
                _isOn = false;

            return;
        }

        // Each frame is returned to by an address. Where there are fewer they are hidden, and nothing could be told from the rest.
        if (seen.Codes is not { } codes || codes.Count < trace.FrameCount)
            return;

        var start = Stopwatch.GetTimestamp();
        var isOfOneSize = Array.TrueForAll(trace.GetFrames(), f => f.GetMethod() is not { } method || !_sizes.Varies(method));
        _budget.Spend(Stopwatch.GetTimestamp() - start);
        if (!isOfOneSize)
            return;

        lock (_gate)
        {
            _root = StackNode.With(_root, codes, chain);
            _stacks++;
        }
    }

    // From there outwards, as far as it is the stack of this thread: nothing else is read, whatever the layout is.
    private static ReadOnlySpan<nuint> Places(ref nuint here)
    {
        var (start, end) = t_stack;
        var address = Address(ref here);
        return start <= address && address < end && end - address <= MaxDepth
            ? MemoryMarshal.CreateReadOnlySpan(ref here, (int)(end - address) / Unsafe.SizeOf<nuint>())
            : default;
    }

    private static nuint Address(ref nuint here) => (nuint)Unsafe.ByteOffset(ref Unsafe.NullRef<nuint>(), ref here);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<CodePlace>? Codes(ref nuint here)
    {
        var start = Stopwatch.GetTimestamp();
        if (!_budget.Allows(start))
            return null;

        try
        {
            var memory = CodeMemory.Read(Address(ref here));
            t_stack = memory.Stack;
            return memory.Codes(Places(ref here));
        }
        catch (Exception)
        {
            // Where nobody tells what is code, every stack is new.
            _isOn = false;
            return null;
        }
        finally
        {
            _budget.Spend(Stopwatch.GetTimestamp() - start);
        }
    }
}
