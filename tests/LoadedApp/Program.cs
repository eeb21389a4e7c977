using System.Globalization;
using LoadedApp;

switch (args)
{
    case ["load", var workers, var requests, .. var rest]:
        await ServerLoad.RunAsync(Number(workers), Number(requests), rest.FirstOrDefault());
        return 0;

    case ["lookups", var rounds, var queries]:
        await TightLoop.LookupsAsync(Number(rounds), Number(queries));
        return 0;

    case ["requests", var rounds, var queries]:
        await TightLoop.RequestsAsync(Number(rounds), Number(queries));
        return 0;

    case ["pooled", var rounds, var queries]:
        await TightLoop.PooledAsync(Number(rounds), Number(queries));
        return 0;

    case ["milliseconds", var rounds, var queries]:
        await TightLoop.MillisecondsAsync(Number(rounds), Number(queries), ServerLoad.Database);
        return 0;

    case ["volume", var rounds, var commands]:
        await TightLoop.VolumeAsync(Number(rounds), Number(commands));
        return 0;

    default:
        Console.Error.WriteLine("load WORKERS REQUESTS [TWINS] | lookups ROUNDS QUERIES | requests ROUNDS QUERIES | pooled ROUNDS QUERIES | milliseconds ROUNDS QUERIES | volume ROUNDS COMMANDS");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
