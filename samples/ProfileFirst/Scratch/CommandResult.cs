namespace ProfileFirst.Scratch;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public CommandResult Succeeded() =>
        ExitCode == 0 ? this : throw new StepFailedException($"'{Command}' ended with exit code {ExitCode}:\n{Output}");
}
