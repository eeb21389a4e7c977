using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>What a user manager is asked for each element.</summary>
public sealed class IdentityReadTests
{
    [Fact]
    public Task Users_by_their_keys() => VerifyAsync(
        """
        foreach (var order in orders)
        {
            var user = await users.[|FindByIdAsync|](order.Number);
            Use(user, order);
        }
        """,
        """
        var numbers = orders.Select(order => order.Number).Distinct().ToList();
        var allUsers = await users.Users.Where(u => numbers.Contains(u.Id)).ToListAsync();
        var usersById = allUsers.ToLookup(u => u.Id);
        foreach (var order in orders)
        {
            var user = usersById[order.Number].FirstOrDefault();
            Use(user, order);
        }
        """);

    [Fact]
    public Task Roles_of_one_user() => VerifyAsync(
        """
        foreach (var code in codes)
            Use(code, await users.[|IsInRoleAsync|](one, code));
        """,
        """
        var userRoles = new HashSet<string>(await users.GetRolesAsync(one), StringComparer.OrdinalIgnoreCase);
        foreach (var code in codes)
            Use(code, userRoles.Contains(code));
        """);

    [Fact]
    public Task Users_of_one_role() => VerifyAsync(
        """
        foreach (var each in many)
            Use(each, await users.[|IsInRoleAsync|](each, "Admin").ConfigureAwait(false));
        """,
        """
        var idsInRole = new HashSet<string>((await users.GetUsersInRoleAsync("Admin").ConfigureAwait(false)).Select(user => user.Id));
        foreach (var each in many)
            Use(each, idsInRole.Contains(each.Id));
        """);

    [Fact]
    public Task Refused_where_nothing_is_in_common() => VerifyAsync(
        """
        foreach (var each in many)
            Use(each, await users.[|GetRolesAsync|](each));
        """, null);

    private static Task VerifyAsync(string body, string? fixedBody)
    {
        var test = new CodeFixTest<QueryInLoopAnalyzer, ReviewedReadFix> { TestCode = File(body), FixedCode = File(fixedBody ?? body), Sources = { Shop.Model } };
        test.Projects[0].References = TestReferences.Libraries;
        return test.RunAsync();
    }

    private static string File(string body) =>
        $$"""
        using Microsoft.AspNetCore.Identity;

        public class Service(UserManager<IdentityUser> users)
        {
            public async Task RunAsync(List<Order> orders, IReadOnlyList<string> codes, IdentityUser one, List<IdentityUser> many)
            {
                {{body.Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }

            private static void Use(params object?[] values)
            {
            }
        }

        """;
}
