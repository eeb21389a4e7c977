namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The kinds of events as version 6 of the format lists them.</summary>
internal static class MetadataOfSix
{
    private const byte OpCode = 1;
    private const byte Keyword = 3;
    private const byte MessageTemplate = 4;
    private const byte Description = 5;
    private const byte KeyValue = 6;
    private const byte ProviderGuid = 7;
    private const byte Level = 8;
    private const byte VersionKind = 9;

    public static void Read(ReadOnlySpan<byte> block, Action<int, EventType> add)
    {
        var cursor = new ByteCursor(block);
        cursor.Skip(cursor.UInt16());
        while (cursor.Left > 0 && !cursor.Failed)
        {
            var row = new ByteCursor(cursor.Take(cursor.UInt16()));
            var id = (int)row.VarUInt();
            var provider = row.Utf8(row.VarUInt());
            var eventId = (int)row.VarUInt();
            var name = row.Utf8(row.VarUInt());
            for (var fields = row.UInt16(); fields > 0 && !row.Failed; fields--)
                row.Skip(row.UInt16());

            var rest = new ByteCursor(row.Take(row.UInt16()));
            if (!row.Failed)
                add(id, new(provider, eventId, name, Version(rest)));
        }
    }

    private static int Version(ByteCursor cursor)
    {
        while (cursor.Left > 0 && !cursor.Failed)
        {
            switch (cursor.Byte())
            {
                case VersionKind: return cursor.Byte();
                case OpCode or Level: cursor.Byte(); break;
                case Keyword: cursor.Int64(); break;
                case MessageTemplate or Description: cursor.Utf8(cursor.VarUInt()); break;
                case KeyValue: cursor.Utf8(cursor.VarUInt()); cursor.Utf8(cursor.VarUInt()); break;
                case ProviderGuid: cursor.Guid(); break;
                default: return 0;
            }
        }

        return 0;
    }
}
