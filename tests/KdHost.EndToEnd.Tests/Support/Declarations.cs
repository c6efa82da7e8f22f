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

    /// <summary>Twenty trials of ten configurations.</summary>
    public static string Twenty(int epochs, string student = "mlp-16") => $$"""
        {
          "name": "twenty",
          "method": "vanilla-kd",
          "parameters": { "dataset": "digits", "trainFraction": 0.5, "student": "{{student}}", "teacher": { "model": "mlp-64", "epochs": 2 }, "epochs": {{epochs}} },
          "grid": { "distillation": ["none", "kd"], "temperature": [1, 2, 4, 8, 16] },
          "seeds": 2
        }
        """;

    /// <summary>Four trials of several seconds on a quiet machine, so that each takes some checkpoints; two of them share a teacher.</summary>
    public const string Long = """
        {
          "name": "long",
          "method": "vanilla-kd",
          "parameters": {
            "dataset": "digits",
            "trainFraction": 0.2,
            "student": "convnet-8-16-32",
            "teacher": { "model": "convnet-8-16-32", "epochs": 20 },
            "epochs": 100,
            "temperature": 4
          },
          "grid": { "distillation": ["none", "kd"] },
          "seeds": 2,
          "compare": { "baseline": { "distillation": "none" } },
          "resources": { "threads": 1, "workers": 2, "retries": 5 }
        }
        """;
}
