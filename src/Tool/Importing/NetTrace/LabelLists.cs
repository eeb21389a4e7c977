namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The labels that version 6 of the format puts on events; of them, the activities.</summary>
internal sealed class LabelLists
{
    private readonly Dictionary<int, (Guid Activity, Guid Related)> _lists = [];

    /// <summary>The activity of a list and the one around it.</summary>
    public (Guid Activity, Guid Related) Activities(int list) => _lists.GetValueOrDefault(list);

    /// <summary>The numbers begin anew.</summary>
    public void Clear() => _lists.Clear();

    /// <summary>Adds a block of lists.</summary>
    public void Add(ReadOnlySpan<byte> block)
    {
        var cursor = new ByteCursor(block);
        var first = cursor.Int32();
        var count = cursor.Int32();
        for (var i = 0; i < count && cursor.Left > 0 && !cursor.Failed; i++)
        {
            var (activity, related) = (Guid.Empty, Guid.Empty);
            byte kind;
            do
            {
                kind = cursor.Byte();
                switch (kind & 0x7F)
                {
                    case 1: activity = cursor.Guid(); break;
                    case 2: related = cursor.Guid(); break;
                    case 3: cursor.Skip(16); break;
                    case 4 or 8: cursor.Int64(); break;
                    case 5: cursor.Utf8(cursor.VarUInt()); cursor.Utf8(cursor.VarUInt()); break;
                    case 6: cursor.Utf8(cursor.VarUInt()); cursor.VarUInt(); break;
                    case 7 or 9 or 10: cursor.Byte(); break;
                    default: return;
                }
            }
            while ((kind & 0x80) == 0 && !cursor.Failed);

            if (activity != Guid.Empty || related != Guid.Empty)
                _lists[first + i] = (activity, related);
        }
    }
}
