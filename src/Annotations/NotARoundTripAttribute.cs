namespace PerfAnalyzers;

/// <summary>
/// Calling this member does not go to another process, whatever its body looks like: it answers from memory, or so rarely
/// goes out that callers need not care. The analyzers stop following calls here.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor, AllowMultiple = false, Inherited = true)]
public sealed class NotARoundTripAttribute : Attribute;
