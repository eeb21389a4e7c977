using System.Buffers.Binary;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.NetTrace;

namespace PerfAnalyzers.Tool.Tests.Importing;

/// <summary>A heap of a program that goes on to collect: events of several threads are not in order, so that other collections end in the middle of what is told.</summary>
public sealed class HeapTypesTests
{
    private const int Process = 1;
    private const int Teller = 10;
    private const int Other = 11;
    private const ulong Order = 0xA0;

    private readonly HeapTypes _heap = new();

    [Fact]
    public void Another_thread_s_collection_is_not_the_end_of_what_is_told()
    {
        End(Teller);
        Tell(Teller, 3);
        End(Other);
        Assert.False(_heap.Dumped.IsCompleted);

        Tell(Teller, 4);
        End(Teller);
        Assert.True(_heap.Dumped.IsCompleted);
        Assert.Equal((7 * 24, 7), Held());
    }

    [Fact]
    public void A_heap_that_is_told_again_counts_once()
    {
        Tell(Teller, 3);
        Tell(Other, 3);
        End(Teller);
        Tell(Teller, 3);
        Tell(Other, 3);
        End(Other);
        Assert.Equal((3 * 24, 3), Held());
    }

    [Fact]
    public void A_collection_of_young_objects_does_not_say_what_is_held()
    {
        Tell(Other, 5);
        End(Other, generation: 0);
        Assert.False(_heap.Dumped.IsCompleted);

        Tell(Teller, 3);
        End(Teller);
        Assert.Equal((3 * 24, 3), Held());
    }

    private void End(int thread, byte generation = 2) => _heap.EndDump(Process, thread, new([9, 0, 0, 0, generation, 0, 0, 0, 0, 0]));

    private (double Bytes, double Count) Held()
    {
        byte[] names = [1, 0, 0, 0, 0, 0, .. Bytes(Order), .. new byte[12], 0, 0, 0, 0, 0, (byte)'O', 0, 0, 0, 0, 0, 0, 0];
        _heap.AddNames(Process, new(names));
        var capture = new Capture();
        _heap.AddTo(capture, 1);
        return capture.Types.TryGetValue("O", out var totals) ? (totals.Bytes, totals.Count) : default;
    }

    // Objects of 24 bytes each.
    private void Tell(int thread, int objects)
    {
        List<byte> payload = [0, 0, 0, 0, (byte)objects, 0, 0, 0, 0, 0];
        for (var i = 0; i < objects; i++)
            payload.AddRange([.. Bytes(0x1000), .. Bytes(24), .. Bytes(Order), .. Bytes(0)]);

        _heap.AddObjects(Process, thread, new(payload.ToArray()), pointerSize: 8);
    }

    private static byte[] Bytes(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
