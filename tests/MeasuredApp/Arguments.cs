namespace MeasuredApp;

/// <summary><c>--requests N</c> calls itself N times and exits; without it the program serves until it is stopped.</summary>
public sealed record Arguments(int Requests, string? TruthFile, string? AddressFile, int ExitCode, bool ConsoleOnly, int SpinMs, int GrowMs, int BlockTimes, int AllocateMB, string? Ending, string? AskedFile)
{
    public const int Accounts = 3;
    public const int OrdersPerAccount = 25;

    public static Arguments Parse(string[] args) => new(
        int.Parse(Value(args, "--requests") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        Value(args, "--truth"),
        Value(args, "--address"),
        int.Parse(Value(args, "--exit-code") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        args.Contains("--console"),
        int.Parse(Value(args, "--spin") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        int.Parse(Value(args, "--grow") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        int.Parse(Value(args, "--block") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        int.Parse(Value(args, "--allocate") ?? "0", System.Globalization.CultureInfo.InvariantCulture),
        Value(args, "--ending"),
        Value(args, "--asked"));

    private static string? Value(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
