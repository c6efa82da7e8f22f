using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data;

/// <summary>The data sets that the SDK brings.</summary>
public static class DataSets
{
    private static readonly SortedDictionary<string, ImageSource> ByName = new(
        typeof(DataSets).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ImageSource)) && !type.IsAbstract)
            .Select(type => (ImageSource)Activator.CreateInstance(type)!)
            .ToDictionary(source => source.Name),
        StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>A data set by name.</summary>
    /// <param name="name">Such as <c>digits</c>.</param>
    /// <exception cref="FaultException">There is none of that name.</exception>
    public static ImageSource Get(string name) => ByName.TryGetValue(name, out var source) ? source : throw new FaultException(new Fault($"there is no data set \"{name}\"")
    {
        Found = name,
        Expected = string.Join(", ", Names),
        Fix = Nearest.Fix(name, Names),
    });

    /// <summary>Checks that all files of a data set are there.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="root">Where they should stand.</param>
    /// <exception cref="FaultException">One is missing.</exception>
    public static void Require(ImageSource source, DataRoot root)
    {
        if (source.Files.FirstOrDefault(file => !File.Exists(root.File(source.Name, file.Name))) is { } missing)
            throw new FaultException(Missing(source, missing, root));
    }

    /// <summary>The fault that says which file to put where.</summary>
    internal static Fault Missing(ImageSource source, RemoteFile file, DataRoot root) => new($"the data set {source.Name} is not there")
    {
        File = root.File(source.Name, file.Name),
        Found = "no such file",
        Expected = $"{file.Name} from {file.Address} (md5 {file.Md5})",
        Fix = $"put the file there, or name the folder that holds {source.Name}/ with --data or {DataRoot.Variable}",
    };
}
