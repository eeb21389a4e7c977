using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>A call that hands a method's key on to another method, of which there is a plural: a service that asks its repository.</summary>
/// <param name="Call">The call.</param>
/// <param name="Key">The argument that is the key.</param>
/// <param name="Plural">The plural of what is called.</param>
internal sealed record HandedOn(InvocationExpressionSyntax Call, ArgumentSyntax Key, PluralMethod Plural)
{
    /// <summary>The method of the solution that a returned expression calls and nothing else; null when it reads itself, or does something with what the call gives.</summary>
    public static IMethodSymbol? Called(InvocationExpressionSyntax call, ExpressionSyntax returned, SemanticModel model) =>
        Awaiting.Of(call).Whole == returned && model.GetSymbolInfo(call).Symbol is IMethodSymbol method && QueryApis.KindOf(method) is null && method.Locations.Any(location => location.IsInSource) ? method : null;

    public static async Task<Planned<HandedOn>> OfAsync(
        InvocationExpressionSyntax call, IMethodSymbol method, IParameterSymbol key, ReadScope scope, Solution solution, bool isReviewed, int calls, CancellationToken cancellationToken)
    {
        if (calls == 0)
            return new Refused($"the read is more than {PluralMethod.MostCalls} calls behind '{key.ContainingSymbol.Name}'");

        var arguments = call.ArgumentList.Arguments;
        var handed = arguments.Where(argument => scope.Varies(argument, call)).ToList();
        if (handed is not [{ Expression: IdentifierNameSyntax } argument] || method.IsExtensionMethod || method.IsGenericMethod
            || ParameterOf(argument, arguments, method) is not { } parameter || !SymbolEqualityComparer.Default.Equals(parameter.Type, key.Type)
            || arguments.Any(other => other != argument && !scope.IsInvariant(other, call))
            || (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } ? !scope.IsInvariant(receiver, call) : call.Expression is not IdentifierNameSyntax))
        {
            return new Refused($"'{key.ContainingSymbol.Name}' does more than hand its parameter on");
        }

        if (await PluralMethod.OfAsync(method, parameter, solution, isReviewed, calls - 1, cancellationToken).ConfigureAwait(false) is { Value: var plural, Refusal: var refusal } && plural is null)
            return new Refused(refusal!);

        return plural!.GoesOn ? new Refused($"'{method.Name}' does more than read by its parameter") : new HandedOn(call, argument, plural);
    }

    /// <summary>The returned expression, with the plural in place of the method and all keys in place of the one.</summary>
    public string With(ExpressionSyntax returned, string keys) => Plural.CallText(Call, returned, Key, keys);

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, SeparatedSyntaxList<ArgumentSyntax> arguments, IMethodSymbol method) =>
        argument.NameColon is { Name.Identifier.Text: var name } ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name)
        : arguments.IndexOf(argument) is var index && index < method.Parameters.Length ? method.Parameters[index]
        : null;
}
