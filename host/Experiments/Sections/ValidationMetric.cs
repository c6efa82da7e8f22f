namespace KdHost.Host.Experiments.Sections;

/// <summary>The metric by which a section chooses among trials. A choice by a test metric would make the test a part of the training.</summary>
internal static class ValidationMetric
{
    private const string Test = "test/", Validation = "validation/";

    /// <summary>Reads <c>metric</c> of a section; by default the objective, or its counterpart on the validation images when it is a test metric.</summary>
    /// <param name="file">The file.</param>
    /// <param name="section">The section's key.</param>
    /// <param name="objective">What trials are ranked by.</param>
    public static string Read(Declaration file, string section, Objective objective)
    {
        var standard = IsTest(objective.Metric) ? Validation + objective.Metric[Test.Length..] : objective.Metric;
        var metric = file.Get<string>($"{section}.metric", "the name of a metric") ?? standard;
        if (!IsTest(metric))
            return metric;
        file.Add(file.At($"{section}.metric", "a choice may not look at the test images") with { Found = metric, Expected = $"a metric such as {standard}", Fix = $"write \"{Validation}{metric[Test.Length..]}\"" });
        return standard;
    }

    private static bool IsTest(string metric) => metric.StartsWith(Test, StringComparison.Ordinal);
}
