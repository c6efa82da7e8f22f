using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit ELF library and marks its need for GLIBCXX_3.4.32 as weak (VER_FLG_WEAK).
/// The one symbol behind that version is an initialisation marker that is never called, so a C++ runtime
/// without it serves as well. Layout: System V ABI, "Symbol Versioning" (.gnu.version_r).
/// </summary>
public class RelaxGlibcxx : Task
{
    private const string Version = "GLIBCXX_3.4.32";
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    /// <summary>The library as the package ships it.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Where the relaxed copy goes.</summary>
    [Required]
    public string Destination { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        byte[] elf = File.ReadAllBytes(Source);
        int marked = MarkWeak(elf);
        if (marked > 1)
        {
            Log.LogError("{0}: {1} needs of {2} found, expected at most one. The package changed; check the fix before using it.", Source, marked, Version);
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        string temporary = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, elf);
        try
        {
            File.Move(temporary, Destination);
        }
        catch (IOException) when (File.Exists(Destination))
        {
            File.Delete(temporary); // a parallel build was first, with the same bytes
        }

        return true;
    }

    private static int MarkWeak(byte[] elf)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2)
            throw new InvalidDataException("not a 64-bit ELF file");

        long sections = BitConverter.ToInt64(elf, 40);
        int sectionSize = BitConverter.ToUInt16(elf, 58), sectionCount = BitConverter.ToUInt16(elf, 60), marked = 0;
        for (int s = 0; s < sectionCount; s++)
        {
            int header = (int)sections + s * sectionSize;
            if (BitConverter.ToUInt32(elf, header + 4) != VersionNeedSection)
                continue;

            int need = (int)BitConverter.ToInt64(elf, header + 24);
            int strings = (int)BitConverter.ToInt64(elf, (int)sections + (int)BitConverter.ToUInt32(elf, header + 40) * sectionSize + 24);
            for (int left = (int)BitConverter.ToUInt32(elf, header + 44); left > 0; left--)
            {
                int entry = need + (int)BitConverter.ToUInt32(elf, need + 8);
                for (int count = BitConverter.ToUInt16(elf, need + 2); count > 0; count--)
                {
                    if (Name(elf, strings + (int)BitConverter.ToUInt32(elf, entry + 8)) == Version)
                    {
                        elf[entry + 4] |= (byte)WeakFlag;
                        marked++;
                    }

                    entry += (int)BitConverter.ToUInt32(elf, entry + 12);
                }

                need += (int)BitConverter.ToUInt32(elf, need + 12);
            }
        }

        return marked;
    }

    private static string Name(byte[] elf, int start)
    {
        return Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);
    }
}
