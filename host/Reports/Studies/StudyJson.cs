using System.Text.Json;

namespace KdHost.Host.Reports.Studies;

/// <summary>The claims of a study for programs: <c>study.json</c>.</summary>
internal static class StudyJson
{
    private static readonly JsonSerializerOptions Settings = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the file.</summary>
    public static string Of(Study study) => JsonSerializer.Serialize(Content(study), Settings);

    /// <summary>Its content.</summary>
    public static object Content(Study study) => new { study.Title, study.Missing, Checks = study.Checks.Select(check => new { check.Claim, check.Holds, check.Outcome, check.Measured }) };
}
