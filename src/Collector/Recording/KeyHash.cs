using System.Data.Common;

namespace PerfAnalyzers.Collector.Recording;

/// <summary>
/// One number for a command's text and parameter values, seeded anew in every process. It answers "the same key again?"
/// in memory and is never written.
/// </summary>
internal static class KeyHash
{
    private const int MaxElements = 64;

    public static int Of(StatementText text, DbCommand command)
    {
        var hash = new HashCode();
        hash.Add(text.Hash);
        try
        {
            var parameters = command.Parameters;
            for (var i = 0; i < parameters.Count; i++)
                Add(ref hash, parameters[i].Value);
        }
        catch (Exception)
        {
            // A provider's parameter that cannot be read makes this command its own key.
            hash.Add(command.GetHashCode());
        }

        return hash.ToHashCode();
    }

    /// <summary>The same for a call; null where a body may make the difference.</summary>
    public static int? Of(HttpRequestMessage request) =>
        request.Content is null ? HashCode.Combine(request.Method, request.RequestUri?.AbsoluteUri) : null;

    private static void Add(ref HashCode hash, object? value)
    {
        if (value is not Array array)
        {
            hash.Add(value);
            return;
        }

        hash.Add(array.Length);
        var seen = 0;
        foreach (var element in array)
        {
            hash.Add(element);
            if (++seen == MaxElements)
                break;
        }
    }
}
