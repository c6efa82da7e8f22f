using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KdHost.Host.Journal;

/// <summary>A record as a line: eight hexadecimal digits of CRC-32 over the JSON, a space, the JSON, a line feed.</summary>
internal static class JournalLine
{
    private const int ChecksumLength = 8;

    private static readonly JsonSerializerOptions Settings = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes a record with its line feed.</summary>
    public static void Write(Stream target, JournalRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, Settings);
        target.Write(Encoding.ASCII.GetBytes($"{Crc32.HashToUInt32(json):x8} "));
        target.Write(json);
        target.WriteByte((byte)'\n');
    }

    /// <summary>Reads a line without its line feed; null when it is torn or damaged.</summary>
    public static JournalRecord? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length <= ChecksumLength + 1 || line[ChecksumLength] != ' ')
            return null;
        var json = line[(ChecksumLength + 1)..];
        return uint.TryParse(line[..ChecksumLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum) && checksum == Crc32.HashToUInt32(json) ? JsonSerializer.Deserialize<JournalRecord>(json, Settings) : null;
    }
}
