namespace KdHost.MLflow;

/// <summary>Checks of what a batch holds, before anything is sent: servers answer 200 to some of the faults and store nonsense.</summary>
internal static class BatchContent
{
    /// <summary>Throws on the first thing that some server would refuse, cut or corrupt.</summary>
    internal static void Check(RunBatch batch)
    {
        foreach (var param in batch.Params)
        {
            MlflowName.Check(param.Key, "param");
            Limit.Check(param.Value, MlflowLimits.ParamValue, $"The value of param \"{param.Key}\"");
        }

        var known = new HashSet<string>();
        foreach (var metric in batch.Metrics)
        {
            if (known.Add(metric.Key))
                MlflowName.Check(metric.Key, "metric");
            if (metric.Timestamp < 0)
                throw Limit.Refused($"Metric \"{metric.Key}\" at step {metric.Step} has the timestamp {metric.Timestamp}: it should be milliseconds since 1970, not negative.");
        }

        foreach (var tag in batch.Tags)
            Check(tag);
    }

    internal static void Check(Tag tag)
    {
        MlflowName.Check(tag.Key, "tag");
        Limit.Check(tag.Value, MlflowLimits.TagValue, $"The value of tag \"{tag.Key}\"");
    }

    /// <summary>The batch without repetitions: equal metrics and params once, of tags the last word.</summary>
    internal static RunBatch Distinct(RunBatch batch) => new()
    {
        Params = Params(batch.Params),
        Metrics = Metrics(batch.Metrics),
        Tags = Tags(batch.Tags),
    };

    private static List<Param> Params(IReadOnlyList<Param> items)
    {
        var values = new Dictionary<string, string>(items.Count);
        var kept = new List<Param>(items.Count);
        foreach (var param in items)
        {
            if (values.TryAdd(param.Key, param.Value))
                kept.Add(param);
            else if (values[param.Key] != param.Value)
                throw Limit.Refused($"Param \"{param.Key}\" has two values in one batch, \"{values[param.Key]}\" and \"{param.Value}\"; params are written once.");
        }

        return kept;
    }

    private static List<Metric> Metrics(IReadOnlyList<Metric> items)
    {
        var seen = new HashSet<Metric>(items.Count);
        var kept = new List<Metric>(items.Count);
        foreach (var metric in items)
        {
            if (seen.Add(metric))
                kept.Add(metric);
        }

        return kept;
    }

    private static List<Tag> Tags(IReadOnlyList<Tag> items)
    {
        var last = new Dictionary<string, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
            last[items[i].Key] = i;
        return [.. items.Where((tag, i) => last[tag.Key] == i)];
    }
}
