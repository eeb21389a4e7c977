using PerfAnalyzers.Tool.Sampling;

namespace PerfAnalyzers.Tool.Tests.Sampling;

public sealed class SamplingTurnsTests
{
    [Theory]
    [InlineData(10, 0.25)] // two seconds, and three turns of a tenth
    [InlineData(60, 0.08)]
    [InlineData(3600, 0.02)]
    [InlineData(86_400, 0.008)]
    public void A_program_is_sampled_at_first_and_then_seldom(int seconds, double atMost)
    {
        var (sampled, turns, longestPause) = Play(TimeSpan.FromSeconds(seconds));
        Assert.InRange(sampled.TotalSeconds / seconds, atMost / 2, atMost);
        Assert.InRange(turns, 1, 400);
        Assert.InRange(longestPause.TotalSeconds, 0, Math.Max(2.5, Math.Min(seconds / 8.0, 300)));
    }

    private static (TimeSpan Sampled, int Turns, TimeSpan LongestPause) Play(TimeSpan whole)
    {
        var (sampled, turns, pause) = (SamplingTurns.First, 1, TimeSpan.Zero);
        for (var at = SamplingTurns.First; at < whole; at += SamplingTurns.Interval(at), turns++)
        {
            var length = SamplingTurns.Length(at);
            Assert.InRange(length.TotalSeconds, 0.1, 2);
            sampled += length;
            pause = SamplingTurns.Interval(at) - length > pause ? SamplingTurns.Interval(at) - length : pause;
        }

        return (sampled, turns, pause);
    }
}
