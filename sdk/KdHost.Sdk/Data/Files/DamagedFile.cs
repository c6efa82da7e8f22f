using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Files;

/// <summary>The fault of a data file that is not what it should be.</summary>
internal static class DamagedFile
{
    public static FaultException Fault(string path, string found, string expected, Exception? inner = null) =>
        new(new Fault("this data file is damaged") { File = path, Found = found, Expected = expected, Fix = "delete the file and run again to download it anew" }, inner);
}
