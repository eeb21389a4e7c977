using System.Text.Json;

namespace PerfAnalyzers.Tool.Importing.Runtimes;

/// <summary>
/// The property <c>head</c> of <c>.cpuprofile</c> files of Chrome before version 58 and of the package v8-profiler: each call is an object in the list of its caller. Lines
/// count from 1 there.
/// </summary>
internal static class OldV8Tree
{
    /// <summary>Each level of calls is an object in a list.</summary>
    public const int MaxDepth = 2_000;

    /// <summary>Reads it into nodes by their number.</summary>
    public static void Read(JsonPull json, Dictionary<long, V8Node> nodes)
    {
        var open = new Stack<Call>();
        while (json.Read())
        {
            switch (json.Token)
            {
                case JsonTokenType.StartObject:
                    open.Push(new(json.Depth));
                    break;
                case JsonTokenType.PropertyName when open.TryPeek(out var call) && call.Depth == json.Depth:
                    Property(json, call);
                    break;
                case JsonTokenType.EndObject when open.TryPop(out var done):
                    nodes[done.Node.Id] = done.Finished();
                    if (!open.TryPeek(out var caller))
                        return;

                    caller.Node.Children.Add(done.Node.Id);
                    break;
                default:
                    // The lists of children; what is no call is skipped where its name stands.
                    if (open.Count == 0)
                        return;

                    break;
            }
        }
    }

    private static void Property(JsonPull json, Call call)
    {
        if (json.Is("id"u8))
            call.Node.Id = json.ReadInt64() ?? 0;
        else if (json.Is("hitCount"u8))
            call.Node.Hits = Math.Max(0, json.ReadInt64() ?? 0);
        else if (json.Is("functionName"u8))
            call.Name = json.ReadString();
        else if (json.Is("url"u8))
            call.Url = json.ReadString();
        else if (json.Is("lineNumber"u8))
            call.Line = json.ReadInt64();
        else if (!json.Is("children"u8))
            json.Skip();
    }

    private sealed class Call(int depth)
    {
        public int Depth { get; } = depth;

        public V8Node Node { get; } = new();

        public string? Name { get; set; }

        public string? Url { get; set; }

        public long? Line { get; set; }

        public V8Node Finished()
        {
            Node.Frame = V8Frame.Of(Name, Url, Line);
            return Node;
        }
    }
}
