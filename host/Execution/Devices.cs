using KdHost.Sdk.Faults;
using KdHost.Sdk.Native;

namespace KdHost.Host.Execution;

/// <summary>Which device trials run on. Asks the file system only: libtorch is for workers.</summary>
internal static class Devices
{
    /// <summary>The device that a declaration means.</summary>
    /// <param name="declared"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="place">A fault at the place of the declaration.</param>
    /// <exception cref="FaultException">The device does not exist here.</exception>
    public static string Resolve(string declared, Func<string, Fault> place)
    {
        var isCuda = declared == "cuda" || (declared.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(declared[5..], out _));
        if (declared is not ("auto" or "cpu") && !isCuda)
            throw new FaultException(place("there is no such device") with { Found = declared, Expected = "\"auto\", \"cpu\", \"cuda\" or \"cuda:0\"", Fix = "write one of them" });
        if (isCuda && !Libtorch.HasCuda)
        {
            throw new FaultException(place("this build has no CUDA") with
            {
                Found = declared,
                Expected = "\"auto\" or \"cpu\"",
                Fix = "build with -p:Cuda=true on a machine with an NVIDIA driver, or set KDHOST_LIBTORCH to a CUDA libtorch",
            });
        }

        return declared == "auto" ? (Libtorch.HasCuda && HasNvidiaDriver ? "cuda:0" : "cpu") : declared == "cuda" ? "cuda:0" : declared;
    }

    /// <summary>How many trials run at a time.</summary>
    public static int Slots(string device, int threads, int declared, int trials) =>
        Math.Max(1, Math.Min(trials, declared > 0 ? declared : device == "cpu" ? Environment.ProcessorCount / threads : 1));

    private static bool HasNvidiaDriver => File.Exists("/proc/driver/nvidia/version") || File.Exists(Path.Combine(Environment.SystemDirectory, "nvcuda.dll"));
}
