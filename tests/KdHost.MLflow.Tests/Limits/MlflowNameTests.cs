using CsCheck;

namespace KdHost.MLflow.Tests.Limits;

public sealed class MlflowNameTests
{
    [Theory]
    [InlineData("train/loss")]
    [InlineData("kd.temperature")]
    [InlineData("val acc-2_x")]
    [InlineData("éλ/温度")]
    [InlineData("a..b")]
    public void Letters_digits_and_a_few_signs_are_valid(string name) => Assert.True(MlflowName.IsValid(name));

    [Theory]
    [InlineData("", "_")]
    [InlineData("a:b", "a_b")]
    [InlineData("a,b", "a_b")]
    [InlineData("acc@5", "acc_5")]
    [InlineData("a//b", "a/b")]
    [InlineData("/a", "a")]
    [InlineData("a/", "a")]
    [InlineData("./a", "a")]
    [InlineData("a/../b", "a/b")]
    [InlineData("..", "_")]
    public void What_some_server_refuses_is_refused_and_the_nearest_valid_name_is_told(string name, string nearest)
    {
        var e = Assert.Throws<MlflowException>(() => MlflowName.Check(name, "metric"));
        Assert.Contains($"\"{nearest}\"", e.Message, StringComparison.Ordinal);
        Assert.Equal(MlflowErrorCode.InvalidParameterValue, e.ErrorCode);
        Assert.Equal(nearest, MlflowName.Nearest(name));
    }

    [Fact]
    public void A_name_may_have_250_characters_but_not_251()
    {
        Assert.True(MlflowName.IsValid(new string('k', 250)));
        Assert.False(MlflowName.IsValid(new string('k', 251)));
    }

    [Fact]
    public void The_nearest_name_of_anything_is_valid() =>
        Gen.String.Sample(text => MlflowName.IsValid(MlflowName.Nearest(text)), iter: 2000);

    [Fact]
    public void A_valid_name_is_its_own_nearest() =>
        Gen.String[Gen.Char["ab/._- 1"], 0, 300].Sample(text => !MlflowName.IsValid(text) || MlflowName.Nearest(text) == text);
}
