using System.Globalization;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Execution.Devices;

/// <summary>One device that a user asked for.</summary>
/// <param name="Name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
/// <param name="Slots">How many trials at a time on it; null for as many as fit.</param>
internal sealed record DeviceRequest(string Name, int? Slots)
{
    private const string Cuda = "cuda", CudaPrefix = "cuda:";

    /// <summary>What may be written.</summary>
    public const string Expected = "\"auto\", \"cpu\", \"cuda\", \"cuda:0\", each with \"*2\" for two trials at a time, several joined by commas";

    /// <summary>Whether it is the processor.</summary>
    public bool IsCpu => Name == "cpu";

    /// <summary>Whether it is any CUDA device.</summary>
    public bool IsCuda => Name == Cuda || Number is not null;

    /// <summary>The number of the CUDA device; null where none is named.</summary>
    public int? Number => Name.StartsWith(CudaPrefix, StringComparison.Ordinal) && int.TryParse(Name[CudaPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads a list such as <c>cpu*2,cuda:0,cuda:1</c>.</summary>
    /// <param name="text">The list.</param>
    /// <param name="at">Makes a fault at its place.</param>
    /// <exception cref="FaultException">It is none.</exception>
    public static IReadOnlyList<DeviceRequest> Parse(string text, Func<string, Fault> at)
    {
        var requests = text.Split(',', StringSplitOptions.TrimEntries).Select(part => ParseOne(part) ?? throw new FaultException(
            at("there is no such device") with { Found = part.Length == 0 ? "nothing" : part, Expected = Expected, Fix = "write one of them" })).ToList();
        if (requests.GroupBy(request => request.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FaultException(at("a device stands twice") with { Found = text, Expected = "each device once", Fix = $"write {twice.Key}*{twice.Sum(request => request.Slots ?? 1)}" });
        return requests;
    }

    private static DeviceRequest? ParseOne(string text)
    {
        var (name, count) = text.Split('*', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (text, null);
        var slots = 0;
        if (count is not null && !(int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out slots) && slots > 0))
            return null;
        var request = new DeviceRequest(name, count is null ? null : slots);
        return name == "auto" || request.IsCpu || request.IsCuda ? request : null;
    }
}
