using Google.Protobuf;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>The profile format of pprof, as Go, Rust, Python and Node tools and continuous profilers write it: CPU, wall time, allocations, heap.</summary>
internal sealed class PprofFormat : ICaptureFormat
{
    private const int MaxLength = 1_000_000_000;

    public string Name => "pprof";

    // Writers put the fields in any order. The list of sample types gives it away: messages of at most two small numbers, which refer to strings.
    public bool Recognizes(CaptureHead head)
    {
        var input = new CodedInputStream(head.Bytes.ToArray());
        var types = 0;
        try
        {
            for (var fields = 0; fields < 200 && !input.IsAtEnd; fields++)
            {
                var tag = input.ReadTag();
                if (tag == ((1 << 3) | 2))
                {
                    var bytes = input.ReadBytes();
                    if (bytes.Length is 0 or > 14 || bytes[0] is not (0x08 or 0x10))
                        return false;

                    types++;
                }
                else if (tag is ((2 << 3) | 2) && types > 0)
                {
                    return true;
                }
                else if ((tag >> 3) is 0 or > 15 || (tag & 7) is not (0 or 2))
                {
                    return false;
                }
                else
                {
                    input.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // The head ends in the middle of a field, or it is something else.
        }

        return types > 0;
    }

    public void Read(CaptureInput input, Capture capture)
    {
        var profile = new PprofProfile();
        try
        {
            profile.Read(input.ReadAll(MaxLength));
        }
        catch (InvalidProtocolBufferException)
        {
            // What was read until here is a profile, if its strings came along; without them it says nothing.
            profile.AddTo(capture);
            throw new CaptureException("the protobuf message is damaged or ends early");
        }

        profile.AddTo(capture);
    }
}
