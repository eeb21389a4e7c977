namespace ProfileFirst;

/// <summary>A step did not come out as the discipline demands; the message says what was expected and what came instead.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
