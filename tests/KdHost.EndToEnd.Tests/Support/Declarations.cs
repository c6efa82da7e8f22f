namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Experiment files of the tests.</summary>
internal static class Declarations
{
    /// <summary>Four trials of a fraction of a second.</summary>
    public const string Small = """
        {
          "name": "small",
          "method": "vanilla-kd",
          "parameters": {
            "dataset": "digits",
            "trainFraction": 0.1,
            "teacher": { "model": "mlp-64", "epochs": 2 },
            "epochs": 3
          },
          "grid": { "distillation": ["none", "kd"] },
          "seeds": 2,
          "compare": { "baseline": { "distillation": "none" } }
        }
        """;
}
