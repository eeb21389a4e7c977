using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>
/// What a user manager is asked for each element, asked once: all users by their keys, all roles of the one user, all users of the one role. For review,
/// because a store may be one that somebody wrote, and it alone knows whether the answers agree.
/// </summary>
internal static class IdentityPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, InvocationExpressionSyntax call, IdentityRead read, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (Awaiting.Of(call) is not { Whole: AwaitExpressionSyntax whole, ConfigureAwait: var configured } || call.Expression is not MemberAccessExpressionSyntax { Expression: var manager })
            return new Refused("the task is not awaited where it is made");

        if (ElementLoop.Around(whole, model, isReviewed: true) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (!loop!.Scope.IsInvariant(manager, call))
            return new Refused("the user manager is another one for each element");

        if (await LoopPreconditions.RefusalAsync(loop, whole, document, isReviewed: true, mayBeSaved: false, cancellationToken).ConfigureAwait(false) is { } refusal)
            return new Refused(refusal);

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var names = new Names(loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? root, model, loop.Statement.SpanStart);
        var configure = configured is null ? "" : $".ConfigureAwait({configured})";
        if (Ask(call, read, loop, names, manager.ToString(), configure, model) is { Value: var answers, Refusal: var none } && answers is null)
            return new Refused(none!);

        var layout = new Layout(text, loop.Statement);
        var edits = new Edits();
        edits.Add(document.Id, layout.Before(answers!.Declarations));
        if (answers.Source?.Declaration is not null)
            edits.Add(document.Id, new TextChange(loop.Source.Span, answers.Source.Elements));

        edits.Replace(document.Id, whole, answers.LookUp, isPrimary: true);
        edits.Add(document.Id, UsingDirectives.Missing(model, loop.Statement.SpanStart, text, layout.NewLine, answers.Namespaces));
        return edits.ToRewrite(answers.Title);
    }

    private static Planned<Answers> Ask(InvocationExpressionSyntax call, IdentityRead read, ElementLoop loop, Names names, string manager, string configure, SemanticModel model)
    {
        var arguments = call.ArgumentList.Arguments;
        if (read.Kind == IdentityRead.Question.ById)
            return Users(arguments[0].Expression, read, loop, names, manager, configure, model);

        if (read.Kind == IdentityRead.Question.Other || arguments.Any(argument => argument.NameColon is not null))
            return new Refused("the user manager has no question that many elements have in common");

        var (user, role) = (arguments[0].Expression, arguments[1].Expression);
        if (loop.Scope.IsInvariant(user, call) && loop.Scope.Varies(role, call))
        {
            var roles = names.Take("userRoles", "rolesOfUser");

            // Identity normalizes the names of roles before it compares them.
            return new Answers("Read the roles of the user before the loop", [$"var {roles} = new HashSet<string>(await {manager}.{IdentityRead.RolesOf}({user}){configure}, StringComparer.OrdinalIgnoreCase);"], $"{roles}.Contains({role})", ["System", "System.Collections.Generic"]);
        }

        if (loop.Scope.IsInvariant(role, call) && loop.Scope.Varies(user, call) && read.Key is not null && user is IdentifierNameSyntax or MemberAccessExpressionSyntax)
        {
            var (ids, one) = (names.Take("idsInRole"), names.Take("user", "u"));
            return new Answers("Read the users of the role before the loop", [$"var {ids} = new HashSet<string>((await {manager}.{IdentityRead.UsersIn}({role}){configure}).Select({one} => {one}.Id));"], $"{ids}.Contains({user}.Id)", ["System.Collections.Generic", "System.Linq"]);
        }

        return new Refused("both the user and the role differ from one element to the next");
    }

    private static Planned<Answers> Users(ExpressionSyntax id, IdentityRead read, ElementLoop loop, Names names, string manager, string configure, SemanticModel model)
    {
        if (read.Key is null || !loop.Scope.Varies(id, id.Parent!))
            return new Refused("the key of a user is not the string that is given");

        if (QueryApis.MajorVersion(model.Compilation) == 0)
            return new Refused("the users may be stored by something else than Entity Framework");

        if (LoopSource.Of(loop, isAsync: true, names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (KeyList.Of(loop, source!, id, names, needsReadOnlyCollection: false, copiesArrays: true, isReviewed: true) is { Value: var keys, Refusal: var noKeys } && keys is null)
            return new Refused(noKeys!);

        var (users, usersById, one) = (names.Take("users", "allUsers"), names.Take("usersById"), names.Take("user", "u"));
        return new Answers("Load the users of all elements before the loop",
            [
                .. new[] { source!.Declaration, keys!.Declaration }.OfType<string>(),
                $"var {users} = await {manager}.{IdentityRead.Users}.Where({one} => {keys.Name}.Contains({one}.Id)).ToListAsync(){configure};",
                $"var {usersById} = {users}.ToLookup({one} => {one}.Id);",
            ],
            $"{usersById}[{id}].FirstOrDefault()", ["Microsoft.EntityFrameworkCore", "System.Linq"], source);
    }

    /// <summary>What stands before the loop, and what is looked up in it.</summary>
    private sealed record Answers(string Title, IReadOnlyList<string> Declarations, string LookUp, string[] Namespaces, LoopSource? Source = null);
}
