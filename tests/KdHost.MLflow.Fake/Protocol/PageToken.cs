using System.Globalization;
using System.Text;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>Page tokens as MLflow's SQL store makes them.</summary>
internal static class PageToken
{
    internal static string Write(int offset) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"offset\": {offset}}}"));

    internal static int Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(token));
        return int.Parse(text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).Trim(" }"), CultureInfo.InvariantCulture);
    }
}
