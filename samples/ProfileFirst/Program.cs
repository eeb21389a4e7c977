using ProfileFirst.Printing;
using ProfileFirst.Scratch;
using ProfileFirst.Steps;

namespace ProfileFirst;

/// <summary>Performs the discipline on a copy of Shop: every number it prints was measured while it ran.</summary>
internal static class Program
{
    private const string Keep = "--keep";

    private static readonly IStep[] Discipline =
    [
        new StateTheTarget(),
        new InstallThePackage(),
        new MeasureFirst(),
        new ReadTheFlatList(),
        new BuildWithTheEvidence(),
        new ApplyTheFix(),
        new MeasureAgain(),
        new GiveTheVerdict(),
    ];

    public static async Task<int> Main(string[] args)
    {
        if (args.Any(argument => argument != Keep))
        {
            await Console.Error.WriteLineAsync($"usage: ProfileFirst [{Keep}]\n  {Keep}  leave the scratch copy of Shop in the temporary directory");
            return 2;
        }

        using var scratch = new ScratchDirectory(keep: args.Contains(Keep));
        var journal = new Journal(scratch);

        for (var step = 0; step < Discipline.Length; step++)
        {
            Page.Heading(step + 1, Discipline[step].Title);

            try
            {
                await Discipline[step].RunAsync(journal);
            }
            catch (StepFailedException failure)
            {
                Page.Failure(failure.Message);
                return 1;
            }
        }

        return 0;
    }
}
