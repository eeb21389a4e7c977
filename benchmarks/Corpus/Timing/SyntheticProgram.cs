using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Corpus.Loading;

namespace PerfAnalyzers.Corpus.Timing;

/// <summary>
/// A program of any size in the shape of real ones: a controller calls a service, the service calls a repository behind an interface,
/// the repository asks EF Core; every third controller does so in a loop. Each feature leans on the one before it, so that chains
/// grow with the program and an analysis that follows each of them anew shows itself.
/// </summary>
internal static class SyntheticProgram
{
    private const int NeighboursPerFeature = 3;

    // Its file, and its line of the context.
    private static readonly double s_linesPerFeature = Feature(NeighboursPerFeature).Split('\n').Length + 1;

    /// <summary>A program of so many lines, or a few more.</summary>
    public static LoadedProject OfLines(int lines, ReferenceLibraries libraries) => Of(Math.Max(1, (int)Math.Round(lines / s_linesPerFeature)), libraries);

    /// <summary>How many lines a compilation has.</summary>
    public static int LinesOf(LoadedProject program) => program.Compilation.SyntaxTrees.Sum(t => t.GetText().Lines.Count);

    /// <summary>A program of so many features, four classes and two interfaces each.</summary>
    public static LoadedProject Of(int features, ReferenceLibraries libraries)
    {
        var files = Enumerable.Range(0, features).ToDictionary(i => $"Feature{i}.cs", Feature, StringComparer.Ordinal);
        files.Add("ShopContext.cs", Context(features));
        files.Add("Synthetic.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
            """);
        var tree = new CheckedOutTree(Path.GetFullPath("/synthetic"), files.Keys, path => files[path]);
        var project = tree.Project("Synthetic.csproj")!;
        var config = ConfigFiles.Of(tree);
        var parse = CompilerSettings.ParseOptions(project);
        List<SyntaxTree> trees =
        [
            .. project.Sources.Order(StringComparer.Ordinal).Select(f => CSharpSyntaxTree.ParseText(files[f], parse, tree.FullPath(f), Encoding.UTF8)),
            CSharpSyntaxTree.ParseText(CompilerSettings.GeneratedSource(project), parse, tree.FullPath("obj/Project.g.cs"), Encoding.UTF8),
        ];
        var none = new HashSet<string>();
        var compilation = CSharpCompilation.Create("Synthetic", trees, libraries.Without(none), CompilerSettings.Options(project, trees, config.Severities));
        return new(tree, project, compilation, config.For(tree, project));
    }

    private static string Feature(int i)
    {
        var neighbours = Enumerable.Range(1, NeighboursPerFeature).Select(n => i - n).Where(n => n >= 0).ToList();
        var parameters = string.Concat(neighbours.Select(n => $", IService{n} service{n}"));
        var calls = string.Concat(neighbours.Select(n => $"\n        total += await service{n}.CountAsync(id);"));
        var body = i % 3 == 0
            ? """
                      foreach (var id in ids)
                          total += await service.CountAsync(id);
              """
            : """
                      if (ids.Count > 0)
                          total += await service.CountAsync(ids[0]);
              """;
        return $$"""
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.EntityFrameworkCore;

            namespace Synthetic;

            public sealed class Entity{{i}}
            {
                public int Id { get; set; }
                public string Name { get; set; } = "";
            }

            public interface IRepository{{i}}
            {
                Task<Entity{{i}}?> FindAsync(int id);
                Task<List<Entity{{i}}>> NamedAsync(string name);
            }

            public sealed class Repository{{i}}(ShopContext db) : IRepository{{i}}
            {
                public async Task<Entity{{i}}?> FindAsync(int id) => await db.Set<Entity{{i}}>().FirstOrDefaultAsync(e => e.Id == id);
                public Task<List<Entity{{i}}>> NamedAsync(string name) => db.Set<Entity{{i}}>().Where(e => e.Name == name).OrderBy(e => e.Id).ToListAsync();
            }

            public interface IService{{i}}
            {
                Task<int> CountAsync(int id);
            }

            public sealed class Service{{i}}(IRepository{{i}} repository{{parameters}}) : IService{{i}}
            {
                public async Task<int> CountAsync(int id)
                {
                    var total = 0;
                    if (await repository.FindAsync(id) is { } entity)
                        total += (await repository.NamedAsync(entity.Name)).Count;{{calls.Replace("\n", "\n        ", StringComparison.Ordinal)}}
                    return total;
                }
            }

            public sealed class Controller{{i}}(IService{{i}} service) : ControllerBase
            {
                [HttpGet("feature{{i}}")]
                public async Task<int> Get([FromQuery] List<int> ids)
                {
                    var total = 0;
            {{body}}
                    return total;
                }
            }
            """;
    }

    private static string Context(int features)
    {
        var text = new StringBuilder("using Microsoft.EntityFrameworkCore;\n\nnamespace Synthetic;\n\npublic sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)\n{\n");
        for (var i = 0; i < features; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"    public DbSet<Entity{i}> Entities{i} => Set<Entity{i}>();\n");
        return text.Append("}\n").ToString();
    }
}
