namespace MeasuredApp;

/// <summary>Threads that wait for tasks, for a measurement to see.</summary>
public static class Blocking
{
    public const int Milliseconds = 120;

    public static int Times(int count)
    {
        var sum = 0;
        for (var i = 0; i < count; i++)
            sum += LoadAsync().Result;

        return sum;
    }

    private static async Task<int> LoadAsync()
    {
        await Task.Delay(Milliseconds);
        return 1;
    }
}
