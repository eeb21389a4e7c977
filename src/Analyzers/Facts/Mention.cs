namespace PerfAnalyzers.Facts;

/// <summary>How a body mentions a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Use">In what position.</param>
/// <param name="Arguments">The number of arguments of a call or creation; otherwise -1.</param>
internal readonly record struct Mention(string Name, MentionUse Use, int Arguments = -1);
