using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>The budgets for programs.</summary>
internal static class CheckJson
{
    public static void Write(TextWriter output, IReadOnlyList<CheckedBudget> budgets) => JsonOutput.Write(output, json =>
    {
        json.WriteStartArray("budgets");
        foreach (var budget in budgets)
        {
            json.WriteStartObject();
            json.WriteString("key", budget.Budget.Key);
            json.WriteString("profile", budget.Budget.Profile);
            json.WriteString("source", budget.Budget.Source);
            json.WriteString("file", budget.Budget.File);
            json.WriteNumber("line", budget.Budget.Line);
            json.WriteString("verdict", CheckText.Word(budget.State));
            json.WriteString("message", budget.Message);
            json.WriteString("stale", budget.Stale);
            json.WriteStartArray("limits");
            foreach (var limit in budget.Budget.Limits)
            {
                json.WriteStartObject();
                json.WriteString("limit", limit.Kind.Field);
                JsonOutput.Number(json, "allowed", limit.Allowed);
                json.WriteStartArray("profiles");
                foreach (var measure in budget.Verdict.Measures.Where(m => m.Limit == limit))
                {
                    json.WriteStartObject();
                    json.WriteString("profile", measure.Profile.Name);
                    JsonOutput.Number(json, "measured", measure.Measured);
                    json.WriteString("verdict", CheckText.Word(measure.State));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
