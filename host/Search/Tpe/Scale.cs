using System.Text.Json;
using System.Text.Json.Nodes;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search.Tpe;

/// <summary>A dimension as an interval of the real line on which its values are alike: logarithms for a logarithmic one.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="PriorMean">Middle of the prior.</param>
/// <param name="PriorWidth">Width of the prior, and the largest bandwidth.</param>
/// <param name="IsLog">Whether it is logarithmic.</param>
/// <param name="Whole">Smallest and largest whole number; null for real numbers.</param>
internal sealed record Scale(double Low, double High, double PriorMean, double PriorWidth, bool IsLog, (long Low, long High)? Whole)
{
    /// <summary>The scale of a numeric distribution.</summary>
    public static Scale Of(Distribution distribution) => distribution switch
    {
        Uniform uniform => Between(uniform.Low, uniform.High, isLog: false, null),
        LogUniform uniform => Between(Math.Log(uniform.Low), Math.Log(uniform.High), isLog: true, null),
        IntegerRange { Log: true } range => Between(Math.Log(range.Low - 0.5), Math.Log(range.High + 0.5), isLog: true, (range.Low, range.High)),
        IntegerRange range => Between(range.Low - 0.5, range.High + 0.5, isLog: false, (range.Low, range.High)),
        KdHost.Sdk.Search.Normal normal => new Scale(normal.Low, normal.High, normal.Mean, normal.StandardDeviation, IsLog: false, null),
        _ => throw new NotSupportedException($"no scale for {distribution.GetType().Name}"),
    };

    /// <summary>Where a value stands.</summary>
    public double ToScale(JsonNode? value)
    {
        var number = value.Deserialize<double>();
        return IsLog ? Math.Log(number) : number;
    }

    /// <summary>The value at a place.</summary>
    public JsonNode FromScale(double place)
    {
        var number = IsLog ? Math.Exp(Math.Clamp(place, Low, High)) : Math.Clamp(place, Low, High);
        return Whole is { } whole ? JsonValue.Create(Math.Clamp((long)Math.Round(number), whole.Low, whole.High)) : JsonValue.Create(number);
    }

    /// <summary>The stretch that a value stands for: a whole number owns half a unit on both sides, a real number is a place.</summary>
    public (double From, double To) Cell(JsonNode? value)
    {
        var number = value.Deserialize<double>();
        if (Whole is null)
            return (ToScale(value), ToScale(value));
        return IsLog ? (Math.Log(number - 0.5), Math.Log(number + 0.5)) : (number - 0.5, number + 0.5);
    }

    private static Scale Between(double low, double high, bool isLog, (long, long)? whole) => new(low, high, (low + high) / 2, high - low, isLog, whole);
}
