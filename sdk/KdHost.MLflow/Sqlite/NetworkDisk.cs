namespace KdHost.MLflow.Sqlite;

/// <summary>Tells whether a folder is on a network file system: a write-ahead log needs memory that all its users share.</summary>
internal static class NetworkDisk
{
    private static readonly string[] Formats =
    [
        "nfs", "nfs4", "cifs", "smb", "smb2", "smbfs", "lustre", "gpfs", "beegfs", "ceph", "afs", "glusterfs", "fuse.sshfs", "9p", "pvfs2", "panfs",
    ];

    internal static bool Holds(string folder)
    {
        try
        {
            var disk = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return disk.DriveType == DriveType.Network || Formats.Contains(disk.DriveFormat, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Unknown: the slower way is right everywhere.
            return true;
        }
    }
}
