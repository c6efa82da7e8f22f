using KdHost.Host.Tracking;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Tracking;

public sealed class MetricNamesTests
{
    [Theory]
    [InlineData("train/loss")]
    [InlineData("val acc-2_x.y")]
    public void A_name_that_every_store_takes_is_logged(string name) => MetricNames.Check(name);

    [Theory]
    [InlineData("acc@5", "acc_5")]
    [InlineData("a:b", "a_b")]
    [InlineData("/a", "a")]
    public void Another_is_refused_where_it_is_logged_with_the_nearest_that_would_do(string name, string nearest)
    {
        var fault = Assert.Single(Assert.Throws<FaultException>(() => MetricNames.Check(name)).Faults);
        Assert.Equal(name, fault.Key);
        Assert.Contains($"\"{nearest}\"", fault.Fix, StringComparison.Ordinal);
    }
}
