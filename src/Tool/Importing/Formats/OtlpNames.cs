namespace PerfAnalyzers.Tool.Importing.Formats;

/// <summary>The names of OTLP JSON, in the spelling of the specification and in that of the message definitions.</summary>
internal static class OtlpNames
{
    public static bool IsResourceSpans(JsonPull json) => json.Is("resourceSpans"u8) || json.Is("resource_spans"u8) || json.Is("batches"u8);

    public static bool IsScopeSpans(JsonPull json) =>
        json.Is("scopeSpans"u8) || json.Is("scope_spans"u8) || json.Is("instrumentationLibrarySpans"u8) || json.Is("instrumentation_library_spans"u8);
}
