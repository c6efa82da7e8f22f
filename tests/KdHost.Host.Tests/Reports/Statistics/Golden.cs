using System.Text.Json.Nodes;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Statistics;

namespace KdHost.Host.Tests.Reports.Statistics;

/// <summary>Reference values that SciPy computed.</summary>
internal static class Golden
{
    public static JsonNode Read(string section) => JsonNode.Parse(File.ReadAllText(Repository.Shared("statistics/golden.json")))![section]!;

    public static double[] Numbers(this JsonNode node, string key) => [.. node[key]!.AsArray().Select(value => value!.GetValue<double>())];

    public static double Number(this JsonNode node, string key) => node[key]!.GetValue<double>();

    // SciPy 1.10's t quantiles are good to nine digits (at 5 degrees of freedom it has 2.57058183661 for 2.57058183564), so an end near
    // zero, where digits cancel, is compared at the scale of the interval.
    public static void EqualInterval(double[] expected, Interval? actual)
    {
        var scale = 1e-9 * expected.Max(Math.Abs);
        Near.Equal(expected[0], actual?.Low, absolute: scale);
        Near.Equal(expected[1], actual?.High, absolute: scale);
    }
}
