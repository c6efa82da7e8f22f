using System.Globalization;
using System.Text;
using KdHost.Host.Reports;
using KdHost.Host.RunDirectories;

namespace KdHost.Host.Tracking;

/// <summary>What a reader must know of a student before using it, as Markdown in the form that model hubs read.</summary>
internal static class ModelCard
{
    /// <summary>Writes the card.</summary>
    public static string Of(BestStudent student, RunRecord record, RunLock? made)
    {
        var entry = student.Trial.Entry;
        var method = made?.Methods.GetValueOrDefault(entry.Method);
        var text = new StringBuilder();
        text.Append($"---\nlibrary_name: pytorch\ntags:\n- knowledge-distillation\n- {entry.Method}\n");
        if (student.Row.Configuration.Parameters.GetValueOrDefault("dataset")?.ToString() is { } dataset)
            text.Append($"datasets:\n- {dataset}\n");
        text.Append($"---\n\n# {record.Name}: {entry.Label}\n\n");
        text.Append($"A student that `{entry.Method}` made");
        if (method is { Title.Length: > 0 })
            text.Append($" ({method.Title}{(method.Paper.Length > 0 ? $"; {method.Paper}" : "")})");
        text.Append($", trial `{entry.Id[..8]}`, seed {entry.Seed}.\n\n");
        text.Append(Results(student, record)).Append(Options(student.Row.Configuration));
        text.Append("## Use\n\n`model.safetensors` holds the weights under PyTorch's names, `config.json` the architecture, the shape of an image and its normalisation.\n\n");
        text.Append("```python\nfrom safetensors.torch import load_file\nweights = load_file(\"model.safetensors\")\n```\n\n");
        text.Append($"## Make it again\n\n`{record.Command}`");
        if (made is not null)
            text.Append($" with KdHost {made.Host}, TorchSharp {made.TorchSharp}{(made.Commit is { } commit ? $", commit {commit}{(made.Dirty == true ? " with uncommitted changes" : "")}" : "")}, on {made.Device}");
        return text.Append(".\n").ToString();
    }

    private static string Results(BestStudent student, RunRecord record)
    {
        var text = new StringBuilder("## Results\n\n| metric | value |\n| --- | --- |\n");
        foreach (var (name, value) in student.Trial.Done!.Metrics.Where(metric => metric.Key.StartsWith("test/", StringComparison.Ordinal) || metric.Key.StartsWith("validation/", StringComparison.Ordinal)).OrderBy(metric => metric.Key, StringComparer.Ordinal))
            text.Append($"| {name} | {Number(value)} |\n");
        var summary = student.Row.Summary;
        text.Append($"\nIts configuration leads the grid by `{record.Objective.Metric}`: mean {Number(summary.Mean)}");
        if (summary.StandardDeviation is { } spread)
            text.Append($" ± {Number(spread)}");
        return text.Append($" over {summary.Count} seeds. Of its seeds this one is the best on the validation images. The weights are those of its best validation epoch where the method keeps one.\n\n").ToString();
    }

    private static string Options(Reports.Configuration configuration)
    {
        var text = new StringBuilder("## Options\n\n| option | value |\n| --- | --- |\n");
        foreach (var (path, value) in configuration.Parameters)
            text.Append($"| {path} | {value?.ToString() ?? "none"} |\n");
        return text.Append('\n').ToString();
    }

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "unknown";
}
