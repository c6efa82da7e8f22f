namespace KdHost.Sdk.Data.Files;

/// <summary>Records of CIFAR's binary version: one or two label bytes, then 32x32 red, green and blue bytes. The number of records follows from the length.</summary>
internal static class CifarFile
{
    private static readonly ImageShape Shape = new(3, 32, 32);

    /// <summary>Cuts a file's content into images.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="content">Its content.</param>
    /// <param name="labelBytes">Label bytes a record; the last one counts.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="Faults.FaultException">The length is no multiple of a record's, or a label is no class.</exception>
    public static ImageSet Parse(string path, byte[] content, int labelBytes, int classes)
    {
        var record = labelBytes + Shape.Size;
        if (content.Length == 0 || content.Length % record != 0)
            throw DamagedFile.Fault(path, $"{content.Length} bytes", $"a multiple of {record}, the length of a record");
        var count = content.Length / record;
        var pixels = new byte[count * Shape.Size];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = content[(i * record) + labelBytes - 1];
            if (labels[i] >= classes)
                throw DamagedFile.Fault(path, $"class {labels[i]} at record {i}", $"classes 0 to {classes - 1}");
            content.AsSpan((i * record) + labelBytes, Shape.Size).CopyTo(pixels.AsSpan(i * Shape.Size));
        }

        return new ImageSet(Shape, pixels, labels);
    }
}
