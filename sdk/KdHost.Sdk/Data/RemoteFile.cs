namespace KdHost.Sdk.Data;

/// <summary>A file of a data set and where to get it.</summary>
/// <param name="Name">File name under the data set's folder.</param>
/// <param name="Address">The official address.</param>
/// <param name="Md5">MD5 checksum that the data set's authors publish, 32 hexadecimal digits.</param>
public sealed record RemoteFile(string Name, Uri Address, string Md5);
