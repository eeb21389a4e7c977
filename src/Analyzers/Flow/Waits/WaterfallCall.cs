using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>A question to another service that is awaited where it is asked.</summary>
/// <param name="Await">The <c>await</c>.</param>
/// <param name="Call">What is awaited, without what configures it.</param>
/// <param name="Path">How it leads to the service.</param>
/// <param name="Touched">What else it touches.</param>
internal sealed record WaterfallCall(IAwaitOperation Await, IInvocationOperation Call, EffectPath Path, Touched Touched)
{
    /// <summary>The member called.</summary>
    public string Name => Path.Steps[0].Name;
}
