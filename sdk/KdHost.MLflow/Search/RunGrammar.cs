using System.Globalization;

namespace KdHost.MLflow;

/// <summary>MLflow's search grammar as text: comparisons joined by AND, keys in backticks, texts in quotes.</summary>
internal static class RunGrammar
{
    internal static string Write(RunFilter filter) => string.Join(" AND ", filter.Conditions.Select(Write));

    internal static string Write(RunOrder order)
    {
        CheckKey(order.Key);
        return $"{Left(order.Field, order.Key)} {(order.Descending ? "DESC" : "ASC")}";
    }

    internal static void Check(RunCondition condition)
    {
        CheckKey(condition.Key);
        var textual = condition.Comparison is Comparison.Equal or Comparison.NotEqual or Comparison.Like or Comparison.ILike;
        if (condition.Value.Number is { } number)
        {
            if (condition.Comparison is Comparison.Like or Comparison.ILike)
                throw Invalid($"a number cannot be compared by {condition.Comparison}");
            if (!double.IsFinite(number))
                throw Invalid("runs cannot be searched for NaN or infinities");
        }
        else if (!textual)
        {
            throw Invalid($"texts cannot be compared by {condition.Comparison}: compare a metric, or use a tag or param by equality");
        }

        if (condition.Value.OneOf is { Count: 0 })
            throw Invalid("the list of ids is empty");
        foreach (var text in condition.Value.OneOf ?? [condition.Value.Text ?? ""])
            Quote(text);
    }

    private static string Write(RunCondition condition)
    {
        var left = Left(condition.Field, condition.Key);
        var value = condition.Value;
        if (value.OneOf is { } texts)
            return $"{left} IN ({string.Join(", ", texts.Select(Quote))})";
        return $"{left} {Operator(condition.Comparison)} {(value.Number is { } number ? Number(number) : Quote(value.Text ?? ""))}";
    }

    private static string Left(RunField field, string key) => field switch
    {
        RunField.Attribute => $"attributes.{key}",
        RunField.Metric => $"metrics.`{key}`",
        RunField.Param => $"params.`{key}`",
        _ => $"tags.`{key}`",
    };

    internal static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Like => "LIKE",
        _ => "ILIKE",
    };

    // The server's tokenizer knows 1E20, but not 1E+20.
    private static string Number(double number) =>
        number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "E", StringComparison.Ordinal);

    /// <summary>A text in the quotes that it does not hold itself.</summary>
    internal static string Quote(string text)
    {
        if (!text.Contains('\''))
            return $"'{text}'";
        return text.Contains('"')
            ? throw Invalid($"the text {text} holds both kinds of quotes, which the search grammar cannot express")
            : $"\"{text}\"";
    }

    private static void CheckKey(string key)
    {
        if (key.Length == 0 || key.Contains('`'))
            throw Invalid($"the key \"{key}\" cannot be searched for: it is empty or holds a backtick");
    }

    private static MlflowException Invalid(string problem) =>
        new($"Invalid search: {problem}.") { ErrorCode = MlflowErrorCode.InvalidParameterValue };
}
