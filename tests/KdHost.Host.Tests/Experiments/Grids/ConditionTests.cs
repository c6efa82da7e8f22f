using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments.Grids;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("""[ { "if": { "distillation": "kd" }, "grid": { "temperature": [1, 4] } } ]""", "none, kd temperature=1, kd temperature=4")]
    [InlineData("""[ { "if": { "distillation": "kd" }, "parameters": { "temperature": 4 } } ]""", "none, kd temperature=4")]
    [InlineData("""[ { "if": { "distillation": "kd" }, "zip": [ { "temperature": [1, 4], "softWeight": [2, 3] } ] } ]""", "none, kd temperature=1 softWeight=2, kd temperature=4 softWeight=3")]
    [InlineData("""[ { "if": { "distillation": "kd" }, "list": [ { "temperature": 4 }, { "softWeight": 2 } ] } ]""", "none, kd temperature=4, kd softWeight=2")]
    [InlineData("""[ { "if": { "distillation": ["kd", "none"] }, "parameters": { "epochs": 3 } } ]""", "none epochs=3, kd epochs=3")]
    [InlineData("""[ { "if": { "distillation": "kd" }, "grid": { "temperature": [1, 4] } }, { "if": { "temperature": 4 }, "grid": { "softWeight": [2, 3] } } ]""", "none, kd temperature=1, kd temperature=4 softWeight=2, kd temperature=4 softWeight=3")]
    [InlineData("""[ { "if": { "distillation": "kd" }, "parameters": { "temperature": 4 } }, { "if": { "distillation": "kd" }, "parameters": { "temperature": 8 } } ]""", "none, kd temperature=8")]
    [InlineData("""[ { "if": { "method": "vanilla-kd", "distillation": "kd" }, "parameters": { "temperature": 4 } }, { "if": { "method": ["walk", "vanilla-kd"] }, "parameters": { "epochs": 3 } } ]""", "none epochs=3, kd temperature=4 epochs=3")]
    [InlineData("""[ { "if": { "epochs": 100, "distillation": "none" }, "parameters": { "epochs": 5 } } ]""", "none epochs=5, kd")] // the default counts
    public void A_condition_holds_for_the_points_that_match_in_the_order_of_the_file(string when, string expected)
    {
        var experiment = Declared.Of($$"""{ "method": "vanilla-kd", "grid": { "distillation": ["none", "kd"] }, "when": {{when}} }""");
        Assert.Equal(expected, string.Join(", ", experiment.Labels().Select(label => label.Replace("distillation=", "", StringComparison.Ordinal))));
        Assert.Empty(experiment.Survey().Warnings);
    }

    [Fact]
    public void An_option_without_meaning_at_some_points_can_be_fixed_there()
    {
        var experiment = Declared.Of("""{ "method": "vanilla-kd", "grid": { "distillation": ["none", "kd"], "temperature": [1, 2, 4] }, "when": [ { "if": { "distillation": "none" }, "parameters": { "temperature": 1 } } ] }""");
        Assert.Equal(["distillation=none temperature=1", "distillation=kd temperature=1", "distillation=kd temperature=2", "distillation=kd temperature=4"], experiment.Labels());
        Assert.Equal(2, experiment.Survey().Counts.Twins);
    }

    [Theory]
    [InlineData("""{ "distillation": "none", "temperature": 4 }""", 3)]
    [InlineData("""[ { "distillation": "none", "temperature": [1.0, 4] }, { "distillation": "kd", "temperature": 1 } ]""", 1)]
    [InlineData("""{ "temperature": 1 }""", 2)]
    [InlineData("""{ "epochs": 100, "temperature": 1 }""", 2)]
    public void Points_that_match_an_exclusion_are_left_out(string exclude, int left)
    {
        var survey = Declared.Of($$"""{ "method": "vanilla-kd", "grid": { "distillation": ["none", "kd"], "temperature": [1, 4] }, "exclude": {{exclude}} }""").Survey();
        Assert.Equal((left, 4), (survey.Counts.Configurations, survey.Counts.Configurations + survey.Counts.Excluded.Sum()));
        Assert.Empty(survey.Warnings);
    }

    [Fact]
    public void Of_required_points_one_must_match()
    {
        var experiment = Declared.Of("""{ "method": "vanilla-kd", "grid": { "distillation": ["none", "kd"], "temperature": [1, 2, 4] }, "require": [ { "distillation": "none", "temperature": 1 }, { "distillation": "kd", "temperature": [2, 4] } ] }""");
        Assert.Equal(["distillation=none temperature=1", "distillation=kd temperature=2", "distillation=kd temperature=4"], experiment.Labels());
        Assert.Equal(3, experiment.Survey().Counts.NotRequired);
    }

    [Theory]
    [InlineData(""" "when": [ { "if": { "temperature": 3 }, "parameters": { "epochs": 3 } } ] """, "when.0.if")]
    [InlineData(""" "exclude": [ { "temperature": 1 }, { "temperature": 3 } ] """, "exclude.1")]
    [InlineData(""" "require": [ { "temperature": 3 }, { "temperature": 1 } ] """, "require.0")]
    public void A_rule_that_matches_nothing_is_a_warning(string rule, string key) => Assert.Equal(
        key, Assert.Single(Declared.Of($$"""{ "method": "vanilla-kd", "grid": { "temperature": [1, 4] }, {{rule}} }""").Survey().Warnings).Key);

    [Theory]
    [InlineData(""" "when": [ { "if": { "distillation": "dk" }, "parameters": { "epochs": 3 } } ] """, "when.0.if.distillation")]
    [InlineData(""" "when": [ { "if": { "temperature": 1 }, "parameters": { "epoch": 3 } } ] """, "when.0.parameters.epoch")]
    [InlineData(""" "when": [ { "if": { "temperature": 1 }, "grid": { "epochs": [3, 0] } } ] """, "when.0.grid.epochs.1")]
    [InlineData(""" "exclude": [ { "temprature": 1 } ] """, "exclude.0.temprature")]
    [InlineData(""" "exclude": [ { "temperature": [1, "2"] } ] """, "exclude.0.temperature")]
    [InlineData(""" "zip": [ { "epochs": [1, 2], "warmup": [0, 1] } ] """, "zip.0.warmup.1")]
    [InlineData(""" "list": [ { "epochs": 1 }, { "epochs": 0 } ] """, "list.1.epochs")]
    [InlineData(""" "random": { "samples": 2, "space": { "warmup": { "uniform": [0, 1] } } } """, "random.space.warmup")]
    [InlineData(""" "random": { "samples": 2, "space": { "epochs": { "uniform": [1, 9] } } } """, "random.space.epochs")]
    [InlineData(""" "random": { "samples": 2, "space": { "softWeight": { "normal": [1, 1] } } } """, "random.space.softWeight")]
    [InlineData(""" "random": { "samples": 2, "space": { "student": { "choice": ["mlp-16", "mlp"] } } } """, "random.space.student")]
    [InlineData(""" "random": { "samples": 2, "space": { "distillation": { "uniform": [0, 1] } } } """, "random.space.distillation")]
    [InlineData(""" "random": { "samples": 2, "space": { "epoch": { "integer": [1, 2] } } } """, "random.space.epoch")]
    [InlineData(""" "compare": { "baseline": { "temperature": 2 } } """, "compare.baseline.temperature")]
    public void A_value_that_can_not_be_is_told_at_its_place(string section, string key) =>
        Assert.Equal(key, Assert.Single(Declared.Faults($$"""{ "method": "vanilla-kd", "grid": { "temperature": [1, 4] }, {{section}} }""")).Key);

    [Fact]
    public void A_value_that_no_point_keeps_is_nobodys_fault() =>
        Assert.Equal(1, Declared.Of("""{ "method": "vanilla-kd", "parameters": { "temperature": -1 }, "grid": { "temperature": [1], "epochs": [0, 3] }, "exclude": [ { "warmup": 0, "temperature": 4 } ], "require": { "epochs": 3 } }""").Survey().Counts.Configurations);

    [Fact]
    public void A_grid_from_which_everything_is_left_out_is_refused()
    {
        Assert.Equal("exclude", Assert.Single(Declared.Faults("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 4] }, "exclude": { "temperature": [1, 4] } }""")).Key);
        Assert.Equal("require", Assert.Single(Declared.Faults("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 4] }, "require": { "temperature": 2 } }""")).Key);
    }

    [Fact]
    public void A_baseline_may_be_anything_that_configurations_differ_in()
    {
        const string Grid = """ "grid": { "distillation": ["none", "kd"] }, "when": [ { "if": { "distillation": "kd" }, "grid": { "temperature": [2, 4] } } ] """;
        Assert.Equal(3, Declared.Of($$"""{ "method": "vanilla-kd", {{Grid}}, "compare": { "baseline": { "temperature": 2 } } }""").Survey().Counts.Configurations);
        var together = Assert.Single(Declared.Faults($$"""{ "method": "vanilla-kd", {{Grid}}, "compare": { "baseline": { "temperature": 2, "distillation": "none" } } }"""));
        Assert.Equal("no configuration has these values together", together.Problem);
    }

    [Fact]
    public void A_grid_too_large_to_walk_is_refused_at_once()
    {
        var axis = string.Join(", ", Enumerable.Range(1, 1000));
        var fault = Assert.Single(Assert.Throws<FaultException>(() => Declared.Of($$"""{ "method": "vanilla-kd", "grid": { "epochs": [{{axis}}], "batchSize": [{{axis}}], "temperature": [{{axis}}] } }""").Survey()).Faults);
        Assert.Equal(("the grid is too large", "1e+9 points: 1000 x 1000 x 1000"), (fault.Problem, fault.Found));
    }
}
