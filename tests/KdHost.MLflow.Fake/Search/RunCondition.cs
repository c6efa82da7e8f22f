using System.Globalization;
using System.Text.RegularExpressions;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Search;

/// <summary>One comparison of a search.</summary>
internal sealed record RunCondition(string Field, string Key, string Operator, IReadOnlyList<string> Values)
{
    internal bool Holds(FakeRun run) => RunValues.Of(run, Field, Key) switch
    {
        null => false,
        double number => Compare(number.CompareTo(double.Parse(Values[0], CultureInfo.InvariantCulture)), double.IsNaN(number)),
        var text => Compare((string)text),
    };

    private bool Compare(int order, bool isNan) => !isNan && Operator switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        ">" => order > 0,
        ">=" => order >= 0,
        "<" => order < 0,
        _ => order <= 0,
    };

    private bool Compare(string text) => Operator switch
    {
        "=" => text == Values[0],
        "!=" => text != Values[0],
        "IN" => Values.Contains(text),
        "LIKE" => Like(text, RegexOptions.None),
        _ => Like(text, RegexOptions.IgnoreCase),
    };

    private bool Like(string text, RegexOptions options) => Regex.IsMatch(
        text,
        $"^{Regex.Escape(Values[0]).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.')}$",
        options | RegexOptions.Singleline);
}
