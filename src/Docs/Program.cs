using PerfAnalyzers.Docs;

const int Current = 0, Stale = 1, WrongUsage = 2;

if (args is not ([] or ["--check"]))
{
    Console.Error.WriteLine("""
        usage: dotnet run --project src/Docs [-- --check]

        Writes what can be derived from the code into docs/: the header of each rule page, the index of rules, the table of options and the catalogue.
          --check   writes nothing; lists the files that are not up to date and ends with 1
        """);
    return WrongUsage;
}

if (Repository.Find() is not { } repository)
{
    Console.Error.WriteLine($"{Repository.Marker} is neither in the current directory nor above it: run this inside the repository.");
    return WrongUsage;
}

var stale = Documentation.Generate(repository).Where(d => !d.IsCurrent).ToList();
if (args is ["--check"])
{
    foreach (var document in stale)
        Console.Error.WriteLine($"{document.Path}: {document.Problem}");

    if (stale.Count > 0)
        Console.Error.WriteLine("Run 'dotnet run --project src/Docs' and check the result in.");

    return stale.Count == 0 ? Current : Stale;
}

foreach (var document in stale)
{
    document.Save();
    Console.WriteLine($"written: {document.Path}");
}

return Current;
