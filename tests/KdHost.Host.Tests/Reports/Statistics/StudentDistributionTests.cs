using System.Globalization;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

public sealed class StudentDistributionTests
{
    [Fact]
    public void Quantiles_agree_with_the_reference()
    {
        foreach (var (degrees, quantile) in Golden.Read("student_t_quantile_0.975").AsObject())
            Near.Equal(quantile!.GetValue<double>(), StudentDistribution.Quantile(0.95, int.Parse(degrees, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Two_sided_probabilities_agree_with_the_reference()
    {
        foreach (var item in Golden.Read("student_t_two_sided_p").AsArray())
            Near.Equal(item!.Number("p"), StudentDistribution.TwoSided(item!.Number("t"), item!["df"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Quantiles_are_exact_where_the_distribution_has_a_closed_form(int degrees)
    {
        // M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 26.7.3.
        var angle = Math.Atan(StudentDistribution.Quantile(0.95, degrees) / Math.Sqrt(degrees));
        var (term, sum) = (Math.Cos(angle), degrees > 1 ? Math.Cos(angle) : 0);
        for (var k = 3; k < degrees; k += 2)
            sum += term *= (k - 1.0) / k * Math.Cos(angle) * Math.Cos(angle);
        Near.Equal(0.95, 2 / Math.PI * (angle + (Math.Sin(angle) * sum)), relative: 1e-13);
    }
}
