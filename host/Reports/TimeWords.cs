using System.Globalization;

namespace KdHost.Host.Reports;

/// <summary>Times and sizes in words for people.</summary>
internal static class TimeWords
{
    private static readonly string[] SizeUnits = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>A span of time, such as <c>12 s</c>, <c>3 min</c>, <c>1.5 h</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):f0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:f0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:f1} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:f0} days"),
    };

    /// <summary>A moment in local time; without the day when it is today.</summary>
    public static string Of(DateTimeOffset moment, DateTimeOffset now)
    {
        var local = moment.ToLocalTime();
        return local.ToString(local.Date == now.ToLocalTime().Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>A size on disk, such as <c>4.2 MB</c>.</summary>
    public static string OfSize(long bytes)
    {
        const double step = 1000;
        var (value, unit) = ((double)bytes, 0);
        for (; value >= step && unit < SizeUnits.Length - 1; unit++)
            value /= step;
        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit == 0 ? "f0" : "f1", CultureInfo.InvariantCulture)} {SizeUnits[unit]}");
    }
}
