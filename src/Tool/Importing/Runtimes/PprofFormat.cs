using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The profile format of pprof, as Go, Rust, Python and Node tools and continuous profilers write it: CPU, wall time, allocations, heap.</summary>
internal sealed class PprofFormat : ICaptureFormat
{
    public string Name => "pprof";

    // Writers put the fields in any order. The list of sample types gives it away: messages of at most two small numbers, which refer to strings.
    public bool Recognizes(CaptureHead head)
    {
        var proto = new ProtoPull(new MemoryStream(head.Bytes.ToArray(), writable: false));
        var types = 0;
        try
        {
            for (var fields = 0; fields < 200 && proto.NextField(long.MaxValue); fields++)
            {
                if (proto is { Field: 1, Wire: ProtoWire.Bytes })
                {
                    if (proto.Bytes(long.MaxValue) is not { Length: > 0 and <= 14 } bytes || bytes[0] is not (0x08 or 0x10))
                        return false;

                    types++;
                }
                else if (proto is { Field: 2, Wire: ProtoWire.Bytes } && types > 0)
                {
                    return true;
                }
                else if (proto.Field > 15 || proto.Wire is not (ProtoWire.Varint or ProtoWire.Bytes))
                {
                    return false;
                }
                else
                {
                    proto.Skip(long.MaxValue);
                }
            }
        }
        catch (EndOfStreamException)
        {
            // The head ends in the middle of a field.
        }
        catch (CaptureException)
        {
            return false;
        }

        return types > 0;
    }

    public void Read(CaptureInput input, Capture capture)
    {
        var profile = new PprofProfile();
        try
        {
            profile.Read(input);
        }
        finally
        {
            // What was read until the end is a profile, if its strings came along; without them it says nothing.
            profile.AddTo(capture);
        }
    }
}
