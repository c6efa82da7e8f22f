namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Experiments of the plugin for tests, whose trials take no time and end in every way.</summary>
internal static class Probe
{
    /// <summary>Writes an experiment.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="content">Its keys besides name, method and objective.</param>
    public static void Declare(this Workspace workspace, string content)
    {
        workspace.Environment["KDHOST_PLUGINS"] = Repository.TestPlugins;
        workspace.Write("probe.json", $$"""
            {
              "name": "probe",
              "method": "probe",
              "objective": { "metric": "validation/accuracy", "direction": "maximize" },
              {{content}}
            }
            """);
    }

    /// <summary>Runs the experiment.</summary>
    public static Task<KdResult> RunProbeAsync(this Workspace workspace, params string[] arguments) => workspace.KdAsync(["run", "probe.json", .. arguments]);
}
