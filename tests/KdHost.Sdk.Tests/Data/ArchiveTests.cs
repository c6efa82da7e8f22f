using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using KdHost.Sdk.Data.Archives;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;

namespace KdHost.Sdk.Tests.Data;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["x.zip", "x.tar", "x.tar.gz", "x.tgz"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_are_unpacked_into_their_folders(string name)
    {
        Pack(name, ("a/b.txt", "one"), ("./c.txt", "two"));
        Archive.Unpack(_folder.File(name), _folder.File("out"));
        Assert.Equal("one", File.ReadAllText(Path.Combine(_folder.File("out"), "a", "b.txt")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(_folder.File("out"), "c.txt")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Names_that_lead_out_of_the_folder_are_refused(string name)
    {
        foreach (var evil in new[] { "../evil", "a/../../evil", "/evil", "a\\..\\..\\evil", "C:/evil" })
        {
            Pack(name, ("good", "1"), (evil, "2"));
            Assert.Contains(evil, Refused(name).Found, StringComparison.Ordinal);
            Assert.Equal([name], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Links_and_devices_are_refused()
    {
        foreach (var type in new[] { TarEntryType.SymbolicLink, TarEntryType.HardLink, TarEntryType.CharacterDevice })
        {
            using (var writer = new TarWriter(File.Create(_folder.File("x.tar"))))
            {
                var entry = new PaxTarEntry(type, "link");
                if (type != TarEntryType.CharacterDevice)
                    entry.LinkName = "/etc/passwd";
                writer.WriteEntry(entry);
            }

            Assert.Contains(type.ToString(), Refused("x.tar").Found, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    public void A_small_archive_that_unpacks_to_much_more_is_refused(string name)
    {
        Pack(name, ("zeros", new string('\0', 40 << 20)));
        Assert.Contains("unpack to more than", Refused(name, new ArchiveLimits { Ratio = 10 }).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_sizes_of_entries_are_bounded()
    {
        Pack("x.zip", ("a", "123"), ("b", "1"));
        Assert.Contains("more than 1 entries", Refused("x.zip", new ArchiveLimits { Entries = 1 }).Found, StringComparison.Ordinal);
        Assert.Contains("more than 2 bytes", Refused("x.zip", new ArchiveLimits { EntryBytes = 2 }).Found, StringComparison.Ordinal);
        Pack("x.zip", ("a", "1"), ("A", "1"));
        Assert.Contains("twice", Refused("x.zip").Found, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_truncated_archive_is_refused_and_leaves_nothing(string name)
    {
        Pack(name, ("a", string.Concat(Enumerable.Range(0, 20_000).Select(i => (i * 7919) % 104_729))));
        var content = File.ReadAllBytes(_folder.File(name));
        File.WriteAllBytes(_folder.File(name), content[..(content.Length / 2)]);
        Assert.Contains("whole archive", Refused(name).Expected, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_packed_single_file_is_an_archive_of_one()
    {
        using (var packed = new GZipStream(File.Create(_folder.File("x.csv.gz")), CompressionLevel.Fastest))
            packed.Write("1,2"u8);
        Assert.Equal([("x.csv", "1,2")], Archive.Entries(_folder.File("x.csv.gz")).Select(entry => (entry.Name, Encoding.UTF8.GetString(entry.ReadAll()))));
    }

    private Fault Refused(string name, ArchiveLimits? limits = null)
    {
        var fault = Assert.Throws<FaultException>(() => Archive.Unpack(_folder.File(name), _folder.File("out"), limits)).Faults.Single();
        Assert.Equal(_folder.File(name), fault.File);
        Assert.NotNull(fault.Fix);
        return fault;
    }

    private void Pack(string name, params (string Name, string Content)[] files)
    {
        using var file = File.Create(_folder.File(name));
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            foreach (var (entry, content) in files)
            {
                using var stream = zip.CreateEntry(entry).Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }

            return;
        }

        using var packed = name.EndsWith("gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        using var tar = new TarWriter(packed);
        foreach (var (entry, content) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
    }
}
