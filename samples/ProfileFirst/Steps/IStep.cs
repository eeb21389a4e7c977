namespace ProfileFirst.Steps;

/// <summary>One step of the discipline. It throws <see cref="StepFailedException"/> when its result is not what the next step builds on.</summary>
internal interface IStep
{
    string Title { get; }

    Task RunAsync(Journal journal);
}
