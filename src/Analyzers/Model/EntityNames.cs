using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Calls;

namespace PerfAnalyzers.Model;

/// <summary>
/// Which types may be entities, as far as names tell: those that a file names which says something about a model, and what the properties and base
/// classes of those name. A model is bound from hundreds of types; names are known from the last keystroke.
/// </summary>
internal sealed class EntityNames(Compilation compilation)
{
    private readonly Lazy<Names> _names = new(() => Of(compilation));

    /// <summary>Whether a type may be an entity. False is certain.</summary>
    public bool MayBe(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None, IsStatic: false } && (type.DeclaringSyntaxReferences.IsEmpty ? !Dispatch.IsOfFramework(type) : _names.Value.All.Contains(type.Name));

    private static Names Of(Compilation compilation)
    {
        ImmutableArray<SyntaxTree> speaking = [.. ModelReader.WithReferences(compilation).SelectMany(c => c.SyntaxTrees).Where(t => BuilderCalls.AreMentionedIn(SourceFile.Of(t)))];
        return Declarations.Of(compilation).Get(speaking, () => new Names(Collect(compilation)));
    }

    private static HashSet<string> Collect(Compilation compilation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        var shapes = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in ModelReader.WithReferences(compilation).SelectMany(c => c.SyntaxTrees).Select(SourceFile.Of))
        {
            foreach (var (type, named) in file.Shapes)
            {
                if (!shapes.TryGetValue(type, out var all))
                    shapes.Add(type, all = []);

                all.AddRange(named);
            }

            if (!BuilderCalls.AreMentionedIn(file))
                continue;

            foreach (var name in file.Names)
                Add(name);

            // A snapshot names its entities in strings.
            if (file.Mentions(BuilderCalls.Snapshot))
            {
                foreach (var name in file.QuotedNames)
                    Add(name);
            }
        }

        while (pending.Count > 0)
        {
            if (shapes.TryGetValue(pending.Pop(), out var named))
                named.ForEach(Add);
        }

        return names;

        void Add(string name)
        {
            if (names.Add(name))
                pending.Push(name);
        }
    }

    /// <summary>Kept for as long as declarations are the same, and the files that say something about a model.</summary>
    private sealed record Names(HashSet<string> All);
}
