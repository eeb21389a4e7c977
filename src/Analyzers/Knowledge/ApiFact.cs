namespace PerfAnalyzers.Knowledge;

/// <summary>One line of knowledge about an API.</summary>
/// <param name="Type">Metadata name of the declaring type, or of a base type or interface whose members it stands for.</param>
/// <param name="Member">Member name, <c>.ctor</c>, <c>*</c> for every member, or empty for the type itself.</param>
/// <param name="Effect">What a call does.</param>
/// <param name="System">Where the round trip goes: <c>db</c>, <c>http</c>, ...; empty for lines that are none.</param>
/// <param name="Calls">What it does with delegates.</param>
/// <param name="AsyncTwin">The member to await instead, when this one blocks.</param>
/// <param name="Key">How the element is identified: <c>primary</c> when the arguments are the primary key.</param>
internal sealed record ApiFact(
    string Type, string Member, ApiEffect Effect, string System, ApiCalls Calls, string? AsyncTwin, string? Key)
{
    /// <summary>
    /// Metadata name of the interface whose implementations a call runs, chosen by the type of what is sent: <c>MediatR.IRequestHandler`2</c>.
    /// </summary>
    public string? Handlers { get; init; }

    /// <summary>The member that does for many what this one does for one.</summary>
    public string? BatchTwin { get; init; }

    /// <summary>Whether the call itself leaves the process. A <see cref="ApiEffect.Materialize"/> does only when it is given a query.</summary>
    public bool IsRoundTrip => Effect is ApiEffect.Read or ApiEffect.Write or ApiEffect.Commit or ApiEffect.Remote or ApiEffect.LoadNavigation;
}
