using System.Diagnostics;

namespace MeasuredApp;

/// <summary>Work for a sampler to see: three quarters in one method, one quarter in another.</summary>
public static class Spinning
{
    public static double For(int milliseconds)
    {
        var sum = 0.0;
        for (var i = 0; i < 10; i++)
            sum += Heavy(milliseconds * 3 / 40) + Light(milliseconds / 40);

        return sum;
    }

    private static double Heavy(int milliseconds) => Spin(milliseconds, x => Math.Sqrt(x));

    private static double Light(int milliseconds)
    {
        var until = Stopwatch.StartNew();
        var sum = 0.0;
        for (var i = 1; until.ElapsedMilliseconds < milliseconds; i++)
            sum += Math.Log(i);

        return sum;
    }

    private static double Spin(int milliseconds, Func<double, double> work)
    {
        var until = Stopwatch.StartNew();
        var sum = 0.0;
        for (var i = 1; until.ElapsedMilliseconds < milliseconds; i++)
            sum += work(i);

        return sum;
    }
}
