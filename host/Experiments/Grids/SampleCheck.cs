using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Search;

namespace KdHost.Host.Experiments.Grids;

/// <summary>Whether everything that can be drawn from a distribution is a valid value of an option.</summary>
internal static class SampleCheck
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static Fault? Problem(OptionInfo option, Distribution distribution) => distribution switch
    {
        Choice choice => choice.Values.Select(value => OptionBinder.Check(option, value, option.Path, (_, problem) => new Fault(problem))).FirstOrDefault(fault => fault is not null),
        _ when !option.IsNumber => new Fault("this option is no number") { Found = distribution.GetType().Name, Expected = option.Expected, Fix = "draw it from a \"choice\" of values" },
        not IntegerRange when option.IsInteger => new Fault("this option is a whole number") { Found = distribution.GetType().Name, Expected = "\"integer\", or a \"choice\" of whole numbers", Fix = "write { \"integer\": [low, high] }" },
        Uniform uniform => Range(option, uniform.Low, uniform.High),
        LogUniform uniform => Range(option, uniform.Low, uniform.High),
        IntegerRange range => Range(option, range.Low, range.High),
        Normal normal => Range(option, normal.Low, normal.High),
        _ => null,
    };

    private static Fault? Range(OptionInfo option, double low, double high)
    {
        var (minimum, maximum) = option.Range ?? (option.Type == typeof(int) ? (int.MinValue, int.MaxValue) : (double.NegativeInfinity, double.PositiveInfinity));
        return low >= minimum && high <= maximum ? null : new Fault("some draws would be out of range")
        {
            Found = FormattableString.Invariant($"from {low} to {high}"),
            Expected = option.Expected,
            Fix = "narrow \"low\" and \"high\"; a \"normal\" distribution takes them too",
        };
    }
}
