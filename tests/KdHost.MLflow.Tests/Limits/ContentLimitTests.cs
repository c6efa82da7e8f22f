namespace KdHost.MLflow.Tests.Limits;

public sealed class ContentLimitTests
{
    private static void Log(Param? param = null, Metric? metric = null, Tag? tag = null) => BatchContent.Check(new RunBatch
    {
        Params = param is { } p ? [p] : [],
        Metrics = metric is { } m ? [m] : [],
        Tags = tag is { } t ? [t] : [],
    });

    [Fact]
    public void A_param_value_may_have_6000_characters() => Log(new Param("p", new string('v', 6000)));

    [Fact]
    public void A_param_value_of_6001_characters_is_refused_because_servers_would_cut_it() =>
        Assert.Throws<MlflowException>(() => Log(new Param("p", new string('v', 6001))));

    [Fact]
    public void Characters_beyond_the_basic_plane_count_once() =>
        Log(new Param("p", string.Concat(Enumerable.Repeat("😀", 6000))));

    [Fact]
    public void A_tag_value_may_have_8000_characters() => Log(tag: new Tag("t", new string('v', 8000)));

    [Fact]
    public void A_tag_value_of_8001_characters_is_refused() =>
        Assert.Throws<MlflowException>(() => Log(tag: new Tag("t", new string('v', 8001))));

    [Fact]
    public void The_first_instant_of_1970_and_a_negative_step_are_valid() => Log(metric: new Metric("m", 1, 0, -5));

    [Fact]
    public void A_time_before_1970_is_refused() =>
        Assert.Throws<MlflowException>(() => Log(metric: new Metric("m", 1, -1, 0)));

    [Fact]
    public void An_experiment_name_may_have_500_characters_but_not_501_and_not_none()
    {
        InputContent.CheckExperiment(new string('n', 500), []);
        Assert.Throws<MlflowException>(() => InputContent.CheckExperiment(new string('n', 501), []));
        Assert.Throws<MlflowException>(() => InputContent.CheckExperiment("", []));
    }

    [Fact]
    public void An_experiment_tag_may_have_5000_characters_but_not_5001()
    {
        InputContent.CheckExperimentTag(new Tag("t", new string('v', 5000)));
        Assert.Throws<MlflowException>(() => InputContent.CheckExperimentTag(new Tag("t", new string('v', 5001))));
    }

    [Theory]
    [InlineData(500, 36, 65_535, 1_048_575, 500, true)]
    [InlineData(501, 36, 65_535, 1_048_575, 500, false)]
    [InlineData(500, 37, 65_535, 1_048_575, 500, false)]
    [InlineData(500, 36, 65_536, 1_048_575, 500, false)]
    [InlineData(500, 36, 65_535, 1_048_576, 500, false)]
    [InlineData(500, 36, 65_535, 1_048_575, 501, false)]
    public void Data_sets_have_limits(int name, int digest, int source, int schema, int context, bool isValid)
    {
        var set = new Dataset
        {
            Name = new string('n', name),
            Digest = new string('d', digest),
            SourceType = "local",
            Source = new string('s', source),
            Schema = new string('s', schema),
        };
        var problem = Record.Exception(() => InputContent.CheckInputs([new DatasetInput(set, new string('c', context))]));
        Assert.Equal(isValid, problem is null);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789abcdef0123456789abcdef0", false)]
    [InlineData("_a", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void A_wanted_run_id_fits_the_column(string id, bool isValid) =>
        Assert.Equal(isValid, Record.Exception(() => RunId.Check(id)) is null);

    [Theory]
    [InlineData("plots/loss.png", true)]
    [InlineData("a b/ü.txt", true)]
    [InlineData("", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("../x", false)]
    [InlineData("a//b", false)]
    [InlineData("a\\b", false)]
    [InlineData("C:/x", false)]
    public void An_artifact_path_stays_inside_the_run(string path, bool isValid) =>
        Assert.Equal(isValid, Record.Exception(() => ArtifactPath.Check(path)) is null);
}
