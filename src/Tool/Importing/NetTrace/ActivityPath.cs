namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>
/// Activity ids that the runtime makes: the path from the outermost activity to this one, a few bits for each step, in the first twelve bytes. What happened within an
/// activity has its path at the beginning.
/// </summary>
internal static class ActivityPath
{
    private const int Nibbles = 24;

    /// <summary>The ids of the activities around one, the innermost first, each as the id that it would have itself; without what checks it.</summary>
    public static IEnumerable<Guid> Around(Guid activity)
    {
        var bytes = activity.ToByteArray();
        Array.Clear(bytes, 12, 4);
        for (var nibble = Nibbles - 1; nibble > 0; nibble--)
        {
            var index = nibble / 2;
            var keep = nibble % 2 == 0 ? (byte)0 : (byte)0xF0;
            if ((bytes[index] & (byte)~keep) == 0)
                continue;

            bytes[index] &= keep;
            yield return new(bytes);
        }
    }

    /// <summary>The id without what checks it.</summary>
    public static Guid Key(Guid activity)
    {
        var bytes = activity.ToByteArray();
        Array.Clear(bytes, 12, 4);
        return new(bytes);
    }
}
