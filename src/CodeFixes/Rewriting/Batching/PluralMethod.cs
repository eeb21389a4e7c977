using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>The plural of a method that is nothing but a keyed read: what it is called, what it gives, and where it must be declared.</summary>
internal sealed class PluralMethod
{
    /// <summary>How many calls may lead from a loop to the read: a service, what it delegates to, a repository. More than that are rarely nothing but a read.</summary>
    public const int MostCalls = 3;

    private readonly ImmutableArray<SingularMethod> _singulars;
    private readonly bool _isDeclared;

    private PluralMethod(ImmutableArray<SingularMethod> singulars, Batch batch, string name, bool isDeclared, bool goesOn)
    {
        GoesOn = goesOn;
        _singulars = singulars;
        _isDeclared = isDeclared;
        Batch = batch;
        Name = name;
    }

    /// <summary>What one of the bodies does; all do the same as far as a caller can see.</summary>
    public Batch Batch { get; }

    public string Name { get; }

    /// <summary>Whether the method does something with what it reads, so that the plural gives what it returned for each key, and not rows.</summary>
    public bool GoesOn { get; }

    /// <summary>What the plural gave for one key.</summary>
    public string LookUp(string found, string key) => GoesOn ? $"{found}[{key}].First()" : Batch.LookUpLoaded(found, key);

    /// <summary>Whether the rows include what the context tracked when the plural ran, as those of Find do.</summary>
    public bool IsSnapshot => !GoesOn && Batch.Read.Kind == ReadKind.Find;

    public static async Task<Planned<PluralMethod>> OfAsync(IMethodSymbol method, IParameterSymbol key, Solution solution, bool isReviewed, int calls, CancellationToken cancellationToken)
    {
        if (method.ContainingType.IsGenericType || method.IsAbstract && method.ContainingType.TypeKind != TypeKind.Interface || method.IsVirtual && method.ContainingType.TypeKind != TypeKind.Interface || method.IsOverride)
            return new Refused("the method may be another one in a derived class");

        var methods = new List<IMethodSymbol> { method };

        if (method.ContainingType.TypeKind == TypeKind.Interface)
            methods.AddRange((await SymbolFinder.FindImplementationsAsync(method, solution, cancellationToken: cancellationToken).ConfigureAwait(false)).OfType<IMethodSymbol>());

        var singulars = ImmutableArray.CreateBuilder<SingularMethod>();

        foreach (var each in methods)
        {
            if (await SingularMethod.OfAsync(each, key.Ordinal, solution, isReviewed, calls, cancellationToken).ConfigureAwait(false) is { Value: var singular, Refusal: var refusal } && singular is null)
                return new Refused(refusal!);

            singulars.Add(singular!);
        }

        var batches = singulars.Select(singular => singular.Batch).OfType<Batch>().ToList();

        if (batches.Count == 0)
            return new Refused($"'{method.Name}' has no body in this solution");

        var goesOn = singulars.Any(singular => singular.More is not null);
        if (goesOn && singulars.Any(singular => singular.Batch is not null && singular.More is null))
            return new Refused($"the implementations of '{method.Name}' differ in what they do");

        if (!goesOn && Difference(method, batches) is { } difference)
            return new Refused(difference);

        var name = NameFor(method.Name, key.Name);
        var existing = singulars.Count(singular => singular.HasMember(name));

        if (existing > 0 && (existing < singulars.Count || !singulars.All(singular => singular.Declares(name, batches[0], goesOn))))
            return new Refused($"there is another method named '{name}'");

        return new PluralMethod(singulars.ToImmutable(), batches[0], name, isDeclared: existing > 0, goesOn);
    }

    // What a caller could see that is different; null when there is nothing.
    private static string? Difference(IMethodSymbol method, List<Batch> batches)
    {
        if (batches.Any(batch => batch.Read.Kind != batches[0].Read.Kind || !SymbolEqualityComparer.Default.Equals(batch.LookupKeyType, batches[0].LookupKeyType)))
            return $"the implementations of '{method.Name}' differ in what they read";

        if (!Gives(TaskTypes.ResultOf(method.ReturnType)!, batches[0].Read))
            return $"'{method.Name}' returns its rows as something else";

        if (batches.Any(batch => batch.Read.Result.ToDisplayString() != batches[0].Read.Result.ToDisplayString()))
            return $"the implementations of '{method.Name}' differ in what they read";

        if (batches.Any(batch => batch.IsDictionary != batches[0].IsDictionary))
            return $"the implementations of '{method.Name}' differ in whether the key is unique";

        return null;
    }

    /// <summary>The declarations to add: one next to each singular.</summary>
    public async Task<IReadOnlyList<(DocumentId Document, TextChange Change)>> DeclarationsAsync(CancellationToken cancellationToken)
    {
        var changes = new List<(DocumentId, TextChange)>();

        foreach (var through in _isDeclared ? [] : _singulars.Select(singular => singular.Through).OfType<HandedOn>())
            changes.AddRange(await through.Plural.DeclarationsAsync(cancellationToken).ConfigureAwait(false));

        foreach (var singular in _isDeclared ? [] : _singulars)
        {
            foreach (var change in await singular.PluralAsync(Name, Batch, GoesOn, cancellationToken).ConfigureAwait(false))
                changes.Add((singular.Document.Id, change));
        }

        return changes;
    }

    /// <summary>A call of the method, with what waits for it, as one of the plural.</summary>
    public string CallText(InvocationExpressionSyntax call, ExpressionSyntax whole, ArgumentSyntax key, string keys)
    {
        var text = whole.ToString();
        var at = whole.SpanStart;
        var name = (call.Expression is MemberAccessExpressionSyntax member ? member.Name : (SimpleNameSyntax)call.Expression).Identifier;
        return text.Substring(0, name.SpanStart - at) + Name + text.Substring(name.Span.End - at, key.SpanStart - name.Span.End) + ArgumentText(key, keys) + text.Substring(key.Span.End - at);
    }

    // A named argument needs the plural's parameter name.
    private static string ArgumentText(ArgumentSyntax argument, string keys) => argument.NameColon is { } name ? $"{Names.Plural(name.Name.Identifier.Text)}: {keys}" : keys;

    // Get(int orderId) and GetByOrderId(int orderId) become GetMany and GetByOrderIds; GetLines(int orderId) becomes GetLinesByOrderIds.
    private static string NameFor(string method, string key)
    {
        var suffix = method.EndsWith("Async", StringComparison.Ordinal) ? "Async" : "";
        var verb = method.Substring(0, method.Length - suffix.Length);
        var pascal = Names.Pascal(key);

        return verb switch
        {
            "Get" or "Find" or "Load" or "Fetch" or "Read" or "Query" => verb + "Many" + suffix,
            _ when verb.EndsWith("By" + pascal, StringComparison.Ordinal) => verb.Substring(0, verb.Length - pascal.Length) + Names.Plural(pascal) + suffix,
            _ when verb.EndsWith("ById", StringComparison.Ordinal) => verb + "s" + suffix,
            _ => $"{verb}By{Names.Plural(pascal)}{suffix}",
        };
    }

    private static bool Gives(ITypeSymbol result, KeyedRead read) => read.Kind switch
    {
        ReadKind.List => result is INamedTypeSymbol { TypeArguments: [var row], Name: "List" or "IList" or "ICollection" or "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" } && IsRowOf(row, read),
        ReadKind.Array => result is IArrayTypeSymbol { ElementType: var row } && IsRowOf(row, read),
        _ => IsRowOf(result, read),
    };

    // The same type is another symbol in every compilation that sees it.
    private static bool IsRowOf(ITypeSymbol row, KeyedRead read) => row.ToDisplayString() == read.Result.WithNullableAnnotation(row.NullableAnnotation).ToDisplayString();
}
