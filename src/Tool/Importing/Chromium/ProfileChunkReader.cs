using System.Text.Json;
using PerfAnalyzers.Tool.Capturing;
using PerfAnalyzers.Tool.Importing.Runtimes;

namespace PerfAnalyzers.Tool.Importing.Chromium;

/// <summary>Reads the arguments of a <c>ProfileChunk</c>: <c>data.cpuProfile.nodes</c>, <c>data.cpuProfile.samples</c>, <c>data.timeDeltas</c>.</summary>
internal static class ProfileChunkReader
{
    /// <summary>The piece; null when the arguments hold none.</summary>
    public static ProfileChunk? Read(JsonPull json)
    {
        if (!json.EnterObject(out var depth))
            return null;

        ProfileChunk? chunk = null;
        while (json.NextProperty(depth))
        {
            if (json.Is("data"u8) && json.Read() && json.Token == JsonTokenType.StartObject)
                ReadData(json, chunk ??= new());
        }

        return chunk is null || (chunk.Nodes.Count == 0 && chunk.Samples.Count == 0) ? null : chunk;
    }

    private static void ReadData(JsonPull json, ProfileChunk chunk)
    {
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("timeDeltas"u8))
                ReadNumbers(json, d => chunk.DeltasUs.Add(d));
            else if (json.Is("cpuProfile"u8) && json.Read() && json.Token == JsonTokenType.StartObject)
                ReadProfile(json, chunk);
        }
    }

    private static void ReadProfile(JsonPull json, ProfileChunk chunk)
    {
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("samples"u8))
            {
                ReadNumbers(json, d => chunk.Samples.Add((long)d));
            }
            else if (json.Is("nodes"u8) && json.EnterArray(out var array))
            {
                while (json.NextElement(array))
                {
                    if (json.Token == JsonTokenType.StartObject)
                        ReadNode(json, chunk);
                }
            }
        }
    }

    private static void ReadNode(JsonPull json, ProfileChunk chunk)
    {
        (long? id, long? parent) = (null, null);
        var function = new Frame("(anonymous)");
        var depth = json.Depth;
        while (json.NextProperty(depth))
        {
            if (json.Is("id"u8))
            {
                id = json.ReadInt64();
            }
            else if (json.Is("parent"u8))
            {
                parent = json.ReadInt64();
            }
            else if (json.Is("callFrame"u8))
            {
                function = V8Frame.Read(json);
            }
        }

        if (id is { } known)
            chunk.Nodes.Add((known, parent, function));
    }

    private static void ReadNumbers(JsonPull json, Action<double> add)
    {
        if (!json.Read() || json.Token != JsonTokenType.StartArray)
            return;

        var array = json.Depth;
        while (json.NextElement(array))
            add(json.GetDouble() ?? 0);
    }
}
