using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>Whether equality in the database is equality in memory: a batch compares keys in both, a single read only there.</summary>
internal static class KeyComparison
{
    // What in a model makes two different strings equal, or one string another.
    private static readonly ImmutableArray<string> s_looseText = ["UseCollation", "citext", "NOCASE", "IsFixedLength", "(\"char", "(\"nchar", "UseCaseInsensitive"];

    // Databases whose default collation ignores case or trailing blanks, or of which nothing is known.
    private static readonly ImmutableArray<string> s_looseProviders = ["SqlServer", "MySql", "MySQL", "Oracle", "Firebird", "IBM", "Cosmos", "MongoDB", "Jet", "Snowflake", "Spanner", "Teradata"];

    /// <summary>Why keys of the type cannot be compared in memory; null when they can.</summary>
    public static async Task<string?> RefusalAsync(ITypeSymbol key, Solution solution, CancellationToken cancellationToken)
    {
        if (key.SpecialType != SpecialType.System_String)
            return IsExact(key) ? null : $"a {key.Name} may compare differently in the database and in memory";

        var assemblies = EntityFrameworkAssemblies(solution);

        if (assemblies.Any(name => s_looseProviders.Any(loose => name.Contains(loose))) || !assemblies.Any(name => name.Contains("Sqlite") || name.Contains("Npgsql")))
            return "the database may compare strings without case, which memory does not";

        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
        {
            var text = (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();

            if (s_looseText.FirstOrDefault(text.Contains) is { } word)
                return $"'{word.TrimStart('(', '"')}' in the model may make the database compare strings differently than memory does";
        }

        return null;
    }

    /// <summary>
    /// Whether a list of keys must be told to travel as one parameter. EF Core 10 sends one for each key; SQL Server falls back when
    /// there are too many and PostgreSQL sends an array, but SQLite fails beyond 32,766.
    /// </summary>
    public static bool NeedsOneParameter(Compilation compilation, Solution solution)
    {
        var assemblies = EntityFrameworkAssemblies(solution);
        return QueryApis.CanAskForOneParameter(compilation)
            && (assemblies.Any(name => name.Contains("Sqlite")) || !assemblies.Any(name => name.Contains("SqlServer") || name.Contains("Npgsql")));
    }

    private static HashSet<string> EntityFrameworkAssemblies(Solution solution) =>
    [
        .. solution.Projects.SelectMany(project => project.MetadataReferences).Select(reference => reference.Display).OfType<string>()
            .Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name.Contains("EntityFrameworkCore")),
    ];

    private static bool IsExact(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType is
        SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32
        or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Boolean or SpecialType.System_Char
        || type is { Name: "Guid", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
