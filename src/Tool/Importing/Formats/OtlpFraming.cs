namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>How requests stand in a file, found out by reading its beginning in each way: only one of them leads to a span.</summary>
internal sealed record OtlpFraming(OtlpFraming.LengthPrefix Prefix)
{
    /// <summary>What stands before each request.</summary>
    internal enum LengthPrefix
    {
        None,
        Varint,
        BigEndian,
    }

    /// <summary>The framing of a file that begins like this; null when it holds no spans.</summary>
    public static OtlpFraming? Of(byte[] head)
    {
        foreach (var prefix in (LengthPrefix[])[LengthPrefix.None, LengthPrefix.Varint, LengthPrefix.BigEndian])
        {
            if (LeadsToSpan(head, prefix))
                return new(prefix);
        }

        return null;
    }

    private static bool LeadsToSpan(byte[] head, LengthPrefix prefix)
    {
        if (head.Length < 4 || (prefix == LengthPrefix.None && head[0] != 0x0A))
            return false;

        var proto = new ProtoPull(new MemoryStream(head, writable: false));
        try
        {
            // The message may be longer than what is at hand.
            var length = prefix switch
            {
                LengthPrefix.None => long.MaxValue,
                LengthPrefix.Varint => (long)Math.Min(proto.Varint(), int.MaxValue) + proto.Position,
                _ => proto.BigEndianLength() + proto.Position,
            };
            return new SpanSearch(proto).InRequest(length);
        }
        catch (Exception e) when (e is CaptureException or EndOfStreamException)
        {
            return false;
        }
    }

    // request/1 resource spans/2 scope spans/2 span/1 trace id of 16 bytes
    private sealed class SpanSearch(ProtoPull proto)
    {
        public bool InRequest(long end)
        {
            while (proto.NextField(end))
            {
                if (proto.Field != 1 || proto.Wire != ProtoWire.Bytes)
                    return false;

                if (Within(proto.Enter(end), 3, e => Within(e, 4, IsSpan)))
                    return true;
            }

            return false;
        }

        private bool Within(long end, int highest, Func<long, bool> found)
        {
            while (proto.NextField(end))
            {
                // 1000 was the instrumentation library's spans, once.
                if (proto.Wire != ProtoWire.Bytes || (proto.Field > highest && proto.Field != 1000))
                    return false;

                if (proto.Field is not (2 or 1000))
                    proto.Skip(end);
                else if (found(proto.Enter(end)))
                    return true;
            }

            return false;
        }

        private bool IsSpan(long end)
        {
            var (hasTrace, hasId) = (false, false);
            while (!(hasTrace && hasId) && proto.NextField(end))
            {
                if (proto.Field is 1 or 2)
                {
                    var length = proto.Bytes(end).Length;
                    hasTrace |= proto.Field == 1 && length == 16;
                    hasId |= proto.Field == 2 && length == 8;
                }
                else
                {
                    proto.Skip(end);
                }
            }

            return hasTrace && hasId;
        }
    }
}
