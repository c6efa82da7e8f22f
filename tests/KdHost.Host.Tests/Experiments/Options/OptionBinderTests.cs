using System.Text.Json;
using CsCheck;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments.Options;

public sealed class OptionBinderTests
{
    [Fact]
    public void What_is_not_given_has_its_default() => Assert.Equivalent(new SampleOptions(), Sample.Bind("{}").Instance);

    [Fact]
    public void What_is_given_is_bound_in_nested_and_in_dotted_form()
    {
        var expected = new SampleOptions { Epochs = 3, Teacher = new SampleGroup { Model = "small", Epochs = 4 }, Schedule = Schedule.WarmRestarts, Milestones = [1] };
        const string Json = """{ "epochs": 3, "teacher.model": "small", "teacher": { "epochs": 4 }, "schedule": "warm-restarts", "milestones": [1] }""";
        Assert.Empty(Sample.Check(Json));
        Assert.Equivalent(expected, Sample.Bind(Json).Instance);
    }

    [Fact]
    public void Values_are_complete_and_sorted()
    {
        string[] expected = ["epochs", "learningRate", "limit", "milestones", "nesterov", "note", "schedule", "slope", "student", "teacher.epochs", "teacher.model"];
        Assert.Equal(expected, Sample.Bind("""{ "slope": 2 }""").Values.Keys);
    }

    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("learningrate", "learningRate")]
    [InlineData("lerningRate", "learningRate")]
    [InlineData("teacher.modle", "teacher.model")]
    [InlineData("teacher_model", "teacher.model")]
    public void An_unknown_key_is_told_with_the_nearest_one(string key, string nearest)
    {
        var fault = Only($$"""{ "{{key}}": 1 }""");
        Assert.Equal((key, "there is no such option", $"did you mean \"{nearest}\"?"), (fault.Key, fault.Problem, fault.Fix));
    }

    [Fact]
    public void An_unknown_key_that_is_near_to_none_is_told_with_all()
    {
        var fault = Only("""{ "quantumFlux": 1 }""");
        Assert.Equal("remove it", fault.Fix);
        Assert.Contains("learningRate", fault.Expected);
    }

    [Fact]
    public void A_value_in_the_place_of_a_group_is_told_with_the_options_of_the_group()
    {
        var fault = Only("""{ "teacher": "large" }""");
        Assert.Equal(("teacher", "this is a group of options, not a value", "\"large\""), (fault.Key, fault.Problem, fault.Found));
        Assert.Equal("{ … } with some of: teacher.model, teacher.epochs", fault.Expected);
    }

    [Fact]
    public void A_group_in_the_place_of_a_value_is_an_unknown_key() =>
        Assert.Equal("did you mean \"epochs\"?", Only("""{ "epochs": { "x": 1 } }""").Fix);

    [Theory]
    [InlineData("epochs", "\"10\"", "a whole number from 1 to 1000")]
    [InlineData("epochs", "0.5", "a whole number from 1 to 1000")]
    [InlineData("epochs", "true", "a whole number from 1 to 1000")]
    [InlineData("epochs", "null", "a whole number from 1 to 1000")]
    [InlineData("epochs", "[1]", "a whole number from 1 to 1000")]
    [InlineData("slope", "\"steep\"", "a number")]
    [InlineData("nesterov", "\"true\"", "true or false")]
    [InlineData("nesterov", "1", "true or false")]
    [InlineData("student", "5", "one of: small, large")]
    [InlineData("note", "5", "a text, or null")]
    [InlineData("limit", "\"5\"", "a whole number, or null")]
    [InlineData("schedule", "0", "one of: cosine, warm-restarts")]
    [InlineData("milestones", "30", "list")]
    [InlineData("milestones", "[\"a\"]", "list")]
    public void A_value_of_the_wrong_type_is_told_with_what_is_expected(string key, string value, string expected)
    {
        var fault = Only($$"""{ "{{key}}": {{value}} }""");
        Assert.Equal((key, "the value has the wrong type", value, expected), (fault.Key, fault.Problem, fault.Found, fault.Expected));
        Assert.NotNull(fault.Fix);
    }

    [Theory]
    [InlineData("epochs", "0")]
    [InlineData("epochs", "1001")]
    [InlineData("epochs", "-1")]
    [InlineData("epochs", "10000000000")]
    [InlineData("learningRate", "0")]
    [InlineData("learningRate", "100.1")]
    [InlineData("learningRate", "1e400")]
    [InlineData("slope", "1e400")]
    public void A_number_out_of_range_is_told_so(string key, string value)
    {
        var fault = Only($$"""{ "{{key}}": {{value}} }""");
        Assert.Equal((key, "the number is out of range", value), (fault.Key, fault.Problem, fault.Found));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1000")]
    public void The_ends_of_a_range_are_in_it(string value) => Assert.Empty(Sample.Check($$"""{ "epochs": {{value}} }"""));

    [Theory]
    [InlineData("1e2")]
    [InlineData("100.0")]
    public void A_whole_number_that_is_not_written_as_one_is_not_called_out_of_range(string value) =>
        Assert.Equal(("the value has the wrong type", "write 100"), Only($$"""{ "epochs": {{value}} }""") is var fault ? (fault.Problem, fault.Fix) : default);

    [Theory]
    [InlineData("student", "smal", "there is no size \"smal\"", "did you mean \"small\"?")]
    [InlineData("student", "gigantic", "there is no size \"gigantic\"", "use one of: small, large")]
    [InlineData("teacher.model", "lagre", "there is no size \"lagre\"", "did you mean \"large\"?")]
    [InlineData("schedule", "cosin", "there is no value \"cosin\"", "did you mean \"cosine\"?")]
    [InlineData("schedule", "Cosine", "there is no value \"Cosine\"", "did you mean \"cosine\"?")]
    public void An_unknown_name_is_told_with_the_nearest_or_all(string key, string value, string problem, string fix)
    {
        var fault = Only($$"""{ "{{key}}": "{{value}}" }""");
        Assert.Equal((key, problem, fix), (fault.Key, fault.Problem, fault.Fix));
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(["epochs", "learningrat", "student"], Sample.Check("""{ "epochs": 0, "learningrat": 1, "student": "x", "slope": 2 }""").Select(fault => fault.Key));

    [Fact]
    public void A_number_that_passes_is_bound_to_itself() => Gen.Double[1e-9, 100].Sample(value =>
    {
        var json = $$"""{ "learningRate": {{JsonSerializer.Serialize(value)}} }""";
        Assert.Empty(Sample.Check(json));
        Assert.Equal(value, ((SampleOptions)Sample.Bind(json).Instance).LearningRate);
    });

    private static Fault Only(string json) => Assert.Single(Sample.Check(json));
}
