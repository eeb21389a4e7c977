using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Does each turn fetch another page of a web site? Whoever follows links has no call for many of them.</summary>
internal static class WebPages
{
    /// <summary>From one variable to the next on the way to what an address is made of; one may be made of itself.</summary>
    private const int MaxVariables = 4;

    // Libraries that read web pages: what they hand out is a part of one.
    private static readonly string[] s_markup = ["AngleSharp", "HtmlAgilityPack"];

    private static readonly string[] s_addresses = ["url", "uri", "href", "link", "address"];

    /// <summary>
    /// Why <paramref name="operation"/> has nothing to do for all elements at once, as a clause; null when nothing says so. An address that the code makes from
    /// a pattern and a key (<c>$"/orders/{id}"</c>) is a row of a service, which may well have a call for many.
    /// </summary>
    public static string? Because(Repeat repeat, IOperation operation) =>
        IsMarkup(LoopScale.ElementType(repeat)) || (operation is IInvocationOperation call && call.Arguments.Any(a => a.Parameter is { } parameter && IsAddress(parameter) && IsOfElement(a.Value, repeat) && !IsMade(a.Value)))
            ? "each turn asks for another page"
            : null;

    // api.Send(settings.Address, order): the service is the same in each turn.
    private static bool IsOfElement(IOperation address, Repeat repeat) => address.DescendantsAndSelf().Any(o => o switch
    {
        ILocalReferenceOperation { Local: var local } reference => repeat.Construct.Declares(local) || LocalDefinitions.Of(reference).Any(d => repeat.Construct.Syntax.Span.Contains(d.Syntax.Span)),
        IParameterReferenceOperation { Parameter: var parameter } => repeat.Construct.Declares(parameter),
        _ => false,
    });

    private static bool IsMarkup(ITypeSymbol? type)
    {
        var root = type?.ContainingNamespace;
        while (root is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            root = root.ContainingNamespace;

        return root is { IsGlobalNamespace: false } && Array.IndexOf(s_markup, root.Name) >= 0;
    }

    // string url, Uri page, or a request that has such a thing.
    private static bool IsAddress(IParameterSymbol parameter) => parameter.Type switch
    {
        { SpecialType: SpecialType.System_String } => HasAddress(parameter.Name),
        { Name: nameof(Uri) } => true,
        { TypeKind: TypeKind.Class } type => type.GetMembers().Any(m => m is IPropertySymbol && HasAddress(m.Name)),
        _ => false,
    };

    private static bool HasAddress(string name) => Array.Exists(s_addresses, a => name.EndsWith(a, StringComparison.OrdinalIgnoreCase));

    // $"/orders/{id}", "/orders/" + id, string.Format("/orders/{0}", id), also by way of a variable; "?" + query is only added to an address.
    private static bool IsMade(IOperation address, int variables = 0) => Unwrap(address) switch
    {
        // url = url + "?" + query
        ILocalReferenceOperation local => variables < MaxVariables && LocalDefinitions.Of(local).Any(d => Unwrap(d) is not ILocalReferenceOperation && IsMade(d, variables + 1)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => IsMade(sum.LeftOperand, variables) || IsMade(sum.RightOperand, variables),
        IInterpolatedStringOperation text => text.Parts.Any(p => p switch
        {
            IInterpolatedStringTextOperation written => IsMade(written.Text, variables),
            IInterpolationOperation { Expression: var part } => IsMade(part, variables),
            _ => false,
        }),
        IInvocationOperation { TargetMethod: { Name: nameof(string.Format), ContainingType.SpecialType: SpecialType.System_String } } => true,
        IObjectCreationOperation creation => creation.Arguments.Any(a => IsMade(a.Value, variables)),
        ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } } => text.Any(char.IsLetter),
        _ => false,
    };
}
