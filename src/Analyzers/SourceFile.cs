using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers;

/// <summary>
/// What a file says by its text and syntax alone, whichever compilation it is in. In an editor each keystroke makes a compilation of which one
/// file is new: what is known of the others stays.
/// </summary>
internal sealed class SourceFile
{
    /// <summary>Stands for every <c>new(...)</c>, which names nothing.</summary>
    public const string Unnamed = "new";

    private static readonly ConditionalWeakTable<SyntaxTree, SourceFile> s_files = new();

    private readonly SyntaxTree _tree;
    private readonly ConcurrentDictionary<string, bool> _mentions = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<string>> _imports;
    private readonly Lazy<ImmutableArray<string>> _names;
    private readonly Lazy<Dictionary<string, List<int>>> _places;
    private readonly Lazy<ImmutableArray<string>> _attributes;
    private readonly Lazy<ImmutableArray<(SyntaxNode Member, string Key, ImmutableArray<string> Leads)>> _members;
    private readonly Lazy<ImmutableArray<(string Type, ImmutableArray<string> Names)>> _shapes;
    private readonly Lazy<ImmutableArray<(string Type, ImmutableArray<string> Names)>> _bases;
    private readonly Lazy<ImmutableArray<(string Type, ImmutableArray<string> Names)>> _stores;
    private readonly Lazy<ImmutableArray<(string Alias, ImmutableArray<string> Names)>> _aliases;
    private readonly Lazy<ImmutableArray<string>> _quoted;
    private readonly Lazy<RazorSource?> _razor;

    // Many words are asked for in turn of a file that is new: its text is made into a string once for all of them, and not kept.
    private readonly WeakReference<string?> _text = new(null);

    private SourceFile(SyntaxTree tree)
    {
        _tree = tree;
        _imports = new(Imports);
        _places = new(PlacesOfNames);
        _names = new(() => [.. _places.Value.Keys]);
        _attributes = new(AttributesIn);
        _members = new(MembersIn);
        _shapes = new(ShapesIn);
        _bases = new(BasesIn);
        _stores = new(StoresIn);
        _aliases = new(AliasesIn);
        _quoted = new(QuotedNamesIn);
        _razor = new(() => RazorSource.Of(_tree));
    }

    /// <summary>The names of the namespaces and types that it imports, as they are written.</summary>
    public ImmutableArray<string> Imported => _imports.Value;

    /// <summary>Every simple name in it, each once, with <see cref="Unnamed"/> for creations that name none.</summary>
    public ImmutableArray<string> Names => _names.Value;

    /// <summary>Whether a simple name, or <see cref="Unnamed"/>, is among <see cref="Names"/>.</summary>
    public bool HasName(string name) => _places.Value.ContainsKey(name);

    /// <summary>Where a simple name, or <see cref="Unnamed"/>, stands in the file, in its order.</summary>
    public IEnumerable<SyntaxNode> Named(string name, CancellationToken cancellationToken)
    {
        if (!_places.Value.TryGetValue(name, out var places))
            yield break;

        var root = _tree.GetRoot(cancellationToken);
        foreach (var place in places)
        {
            if (root.FindToken(place).Parent is { } node && NameOf(node) == name)
                yield return node;
        }
    }

    /// <summary>The names of the attributes of its declarations, as they are written, each once.</summary>
    public ImmutableArray<string> Attributes => _attributes.Value;

    /// <summary>Its members and types, each with the keys of <see cref="NamedLeads"/> that it leads to.</summary>
    public ImmutableArray<(SyntaxNode Member, string Key, ImmutableArray<string> Leads)> Members => _members.Value;

    /// <summary>For which of its methods conventions speak.</summary>
    public NamesOfConventions Abstractions { get; } = new();

    /// <summary>Its methods, each with the name of its type.</summary>
    public IEnumerable<(string Type, string Method)> Methods => Members.Select(m => m.Member).OfType<MethodDeclarationSyntax>()
        .Where(m => m.Parent is TypeDeclarationSyntax).Select(m => (((TypeDeclarationSyntax)m.Parent!).Identifier.ValueText, m.Identifier.ValueText));

    /// <summary>The page, view or component of Razor that it was made from; null for any other file.</summary>
    public RazorSource? Razor => _razor.Value;

    /// <summary>The last parts of dotted names in its string literals: <c>Order</c> of <c>"Shop.Order"</c>.</summary>
    public ImmutableArray<string> QuotedNames => _quoted.Value;

    /// <summary>Its types, each with the names in its base list and in the types of its properties.</summary>
    public ImmutableArray<(string Type, ImmutableArray<string> Names)> Shapes => _shapes.Value;

    /// <summary>Its types, each with the names in its base list, and its aliases, each with those in what it stands for.</summary>
    public ImmutableArray<(string Type, ImmutableArray<string> Names)> Bases => _bases.Value;

    /// <summary>Its types, each with the names in the types of its fields and properties.</summary>
    public ImmutableArray<(string Type, ImmutableArray<string> Names)> Stores => _stores.Value;

    /// <summary>The aliases of its usings, each with the names in what it stands for.</summary>
    public ImmutableArray<(string Alias, ImmutableArray<string> Names)> Aliases => _aliases.Value;

    /// <summary>What is known of a file.</summary>
    public static SourceFile Of(SyntaxTree tree) => s_files.GetValue(tree, static t => new(t));

    /// <summary>Whether the text has a word in it, as a part of a longer one, too.</summary>
    public bool Mentions(string word) => _mentions.TryGetValue(word, out var known) ? known : _mentions.GetOrAdd(word, Contains(word));

    /// <summary>Whether the text has one of the words in it.</summary>
    public bool Mentions(params string[] words) => Array.Exists(words, Mentions);

    private bool Contains(string word) => Text().IndexOf(word, StringComparison.Ordinal) >= 0;

    private string Text()
    {
        if (_text.TryGetTarget(out var known) && known is not null)
            return known;

        var text = _tree.GetText().ToString();
        _text.SetTarget(text);
        return text;
    }

    private ImmutableArray<string> Imports() => _tree.GetRoot() is CompilationUnitSyntax root
        ? [.. root.Usings.Concat(root.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Usings)).Select(u => u.Name?.ToString() ?? "")]
        : [];

    // By their places, of which a program has millions: the nodes of a file that nobody looks at need not be kept.
    private Dictionary<string, List<int>> PlacesOfNames()
    {
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var node in _tree.GetRoot().DescendantNodes())
        {
            if (NameOf(node) is { } name)
                (places.TryGetValue(name, out var known) ? known : places[name] = []).Add(node.SpanStart);
        }

        return places;
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        ImplicitObjectCreationExpressionSyntax => Unnamed,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private ImmutableArray<string> AttributesIn() => [.. _tree.GetRoot()
        .DescendantNodes(n => n is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax))
        .OfType<AttributeSyntax>()
        .Select(a => a.Name.ToString()).Distinct(StringComparer.Ordinal)];

    private ImmutableArray<string> QuotedNamesIn() => [.. _tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.StringLiteralToken))
        .Select(t => t.ValueText.Substring(t.ValueText.LastIndexOfAny(['.', '+']) + 1)).Where(SyntaxFacts.IsValidIdentifier).Distinct(StringComparer.Ordinal)];

    // An alias stands for what it names.
    private ImmutableArray<(string Type, ImmutableArray<string> Names)> ShapesIn() =>
        [.. Aliases, .. TypesIn(type => PropertyTypesOf(type).Concat(type.BaseList?.Types.Select(t => t.Type) ?? []))];

    private ImmutableArray<(string Type, ImmutableArray<string> Names)> BasesIn() => [.. Aliases, .. TypesIn(type => type.BaseList?.Types.Select(t => t.Type) ?? []).Where(t => !t.Names.IsEmpty)];

    private ImmutableArray<(string Type, ImmutableArray<string> Names)> StoresIn() =>
        [.. TypesIn(type => PropertyTypesOf(type).Concat(type.Members.OfType<FieldDeclarationSyntax>().Select(f => f.Declaration.Type)))];

    private static IEnumerable<TypeSyntax> PropertyTypesOf(TypeDeclarationSyntax type) => type.Members.OfType<PropertyDeclarationSyntax>().Select(p => p.Type)
        .Concat(type.ParameterList?.Parameters.Select(p => p.Type).OfType<TypeSyntax>() ?? []);

    private IEnumerable<(string Type, ImmutableArray<string> Names)> TypesIn(Func<TypeDeclarationSyntax, IEnumerable<TypeSyntax>> named) => _tree.GetRoot()
        .DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>()
        .Select(t => (t.Identifier.ValueText, NamesOf(named(t))));

    private ImmutableArray<(string Alias, ImmutableArray<string> Names)> AliasesIn() =>
    [
        .. _tree.GetRoot().DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()
            .Where(u => u.Alias is not null).Select(u => (u.Alias!.Name.Identifier.ValueText, NamesOf([u.NamespaceOrType]))),
    ];

    private static ImmutableArray<string> NamesOf(IEnumerable<TypeSyntax> types) =>
        [.. types.SelectMany(t => t.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()).Select(n => n.Identifier.ValueText).Distinct(StringComparer.Ordinal)];

    private ImmutableArray<(SyntaxNode Member, string Key, ImmutableArray<string> Leads)> MembersIn() => [.. NamedLeads.In(_tree)];
}
