using KdHost.Host.Configuration;
using KdHost.Host.Experiments;
using KdHost.Host.Plugins;
using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution;

/// <summary>Sees to it that the data sets of all trials are there before any trial runs.</summary>
internal static class DataSetCheck
{
    /// <summary>Downloads what is missing.</summary>
    /// <exception cref="Sdk.Faults.FaultException">A file can't be had; the message says which one to put where.</exception>
    public static async Task EnsureAsync(IEnumerable<TrialSpec> trials, MethodCatalog methods, Settings settings, IProgress<DownloadProgress> progress, CancellationToken cancellation)
    {
        var options = methods.Methods.ToDictionary(method => method.Attribute.Name, method => method.Schema.Options.Where(option => option.Names is DataSetNameAttribute).Select(option => option.Path).ToList());
        var names = trials
            .Where(trial => options[trial.Method].Count > 0)
            .DistinctBy(trial => trial.ConfigurationId)
            .SelectMany(trial => options[trial.Method].Select(path => trial.Options.Values[path]?.ToString()))
            .OfType<string>()
            .Distinct();
        using var http = new HttpClient();
        var download = new Download(http, settings.DataMirror);
        foreach (var name in names)
            await download.FetchAsync(DataSets.Get(name), settings.Data, progress, cancellation);
    }
}
