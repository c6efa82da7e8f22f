namespace KdHost.MLflow.Tests.Search;

public sealed class RunFilterTests
{
    [Fact]
    public void Conditions_are_joined_quoted_and_keys_stand_in_backticks()
    {
        var filter = RunFilter.Any
            .Tag("kdhost.trial_id", "9f2c")
            .Metric("val/acc", Comparison.GreaterOrEqual, 0.5)
            .Param("note", "it's", Comparison.Like)
            .Status(RunStatus.Finished)
            .RunIds(["a", "b"]);
        Assert.Equal(
            "tags.`kdhost.trial_id` = '9f2c' AND metrics.`val/acc` >= 0.5 AND params.`note` LIKE \"it's\" "
            + "AND attributes.status = 'FINISHED' AND attributes.run_id IN ('a', 'b')",
            filter.ToString());
    }

    [Fact]
    public void A_filter_without_conditions_is_empty() => Assert.Equal("", RunFilter.Any.ToString());

    [Fact]
    public void Times_are_whole_numbers() => Assert.Equal(
        "attributes.start_time > 1764000000000",
        RunFilter.Any.Started(Comparison.Greater, DateTimeOffset.FromUnixTimeMilliseconds(1_764_000_000_000)).ToString());

    [Fact]
    public void Large_numbers_have_no_plus_sign_that_the_servers_tokenizer_would_stumble_over() =>
        Assert.Equal("metrics.`m` < 1E20", RunFilter.Any.Metric("m", Comparison.Less, 1e20).ToString());

    [Fact]
    public void A_text_with_both_kinds_of_quotes_cannot_be_expressed() =>
        Assert.Throws<MlflowException>(() => RunFilter.Any.Tag("t", "'\""));

    [Fact]
    public void Texts_have_no_order() => Assert.Throws<MlflowException>(() => RunFilter.Any.Tag("t", "x", Comparison.Greater));

    [Fact]
    public void Nothing_is_comparable_with_nan() => Assert.Throws<MlflowException>(() => RunFilter.Any.Metric("m", Comparison.Less, double.NaN));

    [Fact]
    public void A_filter_is_not_changed_by_its_methods()
    {
        var first = RunFilter.Any.Tag("a", "1");
        first.Tag("b", "2");
        Assert.Single(first.Conditions);
    }
}
