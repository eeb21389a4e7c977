namespace PerfAnalyzers.Tool.Importing.NetTrace;

/// <summary>The header of an event. In the compressed form, what is not written is as in the event before.</summary>
internal struct EventHeader
{
    public int MetadataId;
    public long Thread;
    public long Ticks;
    public int StackId;
    public int LabelList;
    public int PayloadSize;
    public Guid Activity;
    public Guid RelatedActivity;

    private const byte HasMetadataId = 1;
    private const byte HasCaptureThread = 2;
    private const byte HasThread = 4;
    private const byte HasStack = 8;
    private const byte HasActivity = 16;
    private const byte HasRelatedActivity = 32;
    private const byte HasPayloadSize = 128;

    public void ReadCompressed(ref ByteCursor cursor, int version)
    {
        var flags = cursor.Byte();
        if ((flags & HasMetadataId) != 0)
            MetadataId = (int)cursor.VarUInt();

        if ((flags & HasCaptureThread) != 0)
        {
            cursor.VarUInt();
            cursor.VarUInt();
            cursor.VarUInt();
        }

        if ((flags & HasThread) != 0)
            Thread = (long)cursor.VarUInt();

        if ((flags & HasStack) != 0)
            StackId = (int)cursor.VarUInt();

        Ticks += (long)cursor.VarUInt();
        if ((flags & HasActivity) != 0)
        {
            if (version == 6)
                LabelList = (int)cursor.VarUInt();
            else
                Activity = cursor.Guid();
        }

        if ((flags & HasRelatedActivity) != 0 && version != 6)
            RelatedActivity = cursor.Guid();

        if ((flags & HasPayloadSize) != 0)
            PayloadSize = (int)cursor.VarUInt();
    }

    public void ReadPlain(ref ByteCursor cursor, int version)
    {
        cursor.Int32();
        MetadataId = cursor.Int32() & 0x7FFFFFFF;
        cursor.Int32();
        Thread = cursor.Int64();
        cursor.Int64();
        cursor.Int32();
        StackId = cursor.Int32();
        Ticks = cursor.Int64();
        if (version == 6)
        {
            LabelList = cursor.Int32();
        }
        else
        {
            Activity = cursor.Guid();
            RelatedActivity = cursor.Guid();
        }

        PayloadSize = cursor.Int32();
    }
}
