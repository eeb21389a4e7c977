using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>
/// Hands the cancellation token of those who call on to the call at the end of a chain: where one of them has a token and the call takes one, the
/// functions in between get an optional parameter for it. One that may get none stops it, and those above it have no use for one.
/// </summary>
internal sealed class TokenFlow
{
    private readonly Dictionary<SyntaxNode, AsyncFunction> _takers = [];
    private readonly Dictionary<SyntaxNode, string> _names = [];
    private readonly List<Call> _calls = [];

    /// <summary>The call at the end of the chain: it takes a token, and there is none in the function around it.</summary>
    public void End(SyntaxNode call, AsyncFunction around, TokenPlace place, AwaitEdits edits) => Add(call, null, around, _ => place, edits);

    /// <summary>A function of the chain that may get a parameter.</summary>
    public void MayTake(AsyncFunction function) => _takers[function.Node] = function;

    /// <summary>A call of a function of the chain.</summary>
    public void Called(InvocationExpressionSyntax call, SyntaxNode function, AsyncFunction around, AwaitEdits edits)
    {
        var isWhole = around.Model.GetSymbolInfo(call).Symbol is IMethodSymbol method && call.ArgumentList.Arguments.Count == method.Parameters.Length && call.ArgumentList.Arguments.All(a => a.NameColon is null);
        Add(call, function, around, name => TokenPlace.Last(call, isWhole, name), edits);
    }

    /// <summary>Writes the parameters and the arguments; false when no token has to be handed on.</summary>
    public bool Write(Func<SyntaxNode, AwaitEdits> editsOf)
    {
        // From the end up, who has a use for a token; from the top down, who is given one.
        var users = new HashSet<SyntaxNode>();
        while (_calls.Find(c => (c.Callee is null || users.Contains(c.Callee)) && c.InScope is null && _takers.ContainsKey(c.Caller) && !users.Contains(c.Caller)) is { } used)
            users.Add(used.Caller);

        while (_calls.Find(c => c.Callee is { } callee && users.Contains(callee) && !_names.ContainsKey(callee) && TokenAt(c) is not null) is { } call)
        {
            if (NameIn(_takers[call.Callee!], TokenAt(call)!) is not { } name)
                return false;

            _names.Add(call.Callee!, name);
        }

        foreach (var name in _names)
            AddParameter(_takers[name.Key], name.Value, editsOf(name.Key));

        foreach (var call in _calls)
        {
            // At the end a token that was in scope has been passed already.
            if (TokenAt(call) is { } token && (call.Callee is null ? call.InScope is null : _names.ContainsKey(call.Callee)))
            {
                var place = call.Place(call.Callee is null ? "" : _names[call.Callee]);
                call.Edits.InsertLast(place.Position, place.Before + token);
            }
        }

        return _names.Count > 0;
    }

    private void Add(SyntaxNode call, SyntaxNode? callee, AsyncFunction around, Func<string, TokenPlace> place, AwaitEdits edits)
    {
        if (!CallerToken.IsCleaningUp(call))
            _calls.Add(new(callee, around.Node, CallerToken.For(call, around.Model), place, edits));
    }

    private string? TokenAt(Call call) => call.InScope ?? (_names.TryGetValue(call.Caller, out var name) ? name : null);

    private static string? NameIn(AsyncFunction function, string wanted)
    {
        var taken = function.Node.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).ToList();
        return new[] { wanted, "cancellationToken" }.FirstOrDefault(n => !taken.Contains(n));
    }

    private static void AddParameter(AsyncFunction function, string name, AwaitEdits edits)
    {
        var parameters = function.Node is MethodDeclarationSyntax method ? method.ParameterList : ((LocalFunctionStatementSyntax)function.Node).ParameterList;
        edits.Insert(parameters.CloseParenToken.SpanStart, (parameters.Parameters.Count > 0 ? ", " : "") + $"CancellationToken {name} = default");
        edits.Need("System.Threading", function.Node.SpanStart);
    }

    /// <param name="Callee">The function of the chain that is called; null for the call at the end.</param>
    /// <param name="Caller">The function around the call.</param>
    /// <param name="InScope">The token that is there without this.</param>
    /// <param name="Place">Where the token goes, by the name of the parameter.</param>
    /// <param name="Edits">The edits of its document.</param>
    private sealed record Call(SyntaxNode? Callee, SyntaxNode Caller, string? InScope, Func<string, TokenPlace> Place, AwaitEdits Edits);
}
