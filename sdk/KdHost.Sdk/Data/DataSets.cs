using KdHost.Sdk.Data.Sources;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data;

/// <summary>The data sets that the SDK brings: images, graphs and texts.</summary>
public static class DataSets
{
    private static readonly SortedDictionary<string, DataSource> ByName = new(
        typeof(DataSets).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DataSource)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (DataSource)Activator.CreateInstance(type)!)
            .ToDictionary(source => source.Name),
        StringComparer.Ordinal);

    /// <summary>The names of all data sets, in alphabetical order. Image folders of one's own, <c>folder/NAME</c>, come on top.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The names of the data sets of one kind, in alphabetical order.</summary>
    /// <typeparam name="T"><see cref="ImageSource"/>, <see cref="Graphs.GraphSource"/> or <see cref="Texts.TextSource"/>.</typeparam>
    public static IReadOnlyCollection<string> NamesOf<T>()
        where T : DataSource => [.. ByName.Values.OfType<T>().Select(source => source.Name)];

    /// <summary>A data set by name.</summary>
    /// <param name="name">Such as <c>digits</c>, or <c>folder/birds</c> for an image folder of one's own.</param>
    /// <exception cref="FaultException">There is none of that name.</exception>
    public static DataSource Get(string name) => Get<DataSource>(name);

    /// <summary>A data set of one kind by name.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="name">Such as <c>digits</c>.</param>
    /// <exception cref="FaultException">There is none of that name and kind.</exception>
    public static T Get<T>(string name)
        where T : DataSource => ((DataSource?)ImageFolder.TryParse(name) ?? ByName.GetValueOrDefault(name)) is T source ? source : throw new FaultException(new Fault($"there is no data set \"{name}\"")
        {
            Found = name,
            Expected = string.Join(", ", NamesOf<T>()),
            Fix = Nearest.Fix(name, NamesOf<T>()),
        });

    /// <summary>Checks that all files of a data set are there.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="root">Where they should stand.</param>
    /// <exception cref="FaultException">One is missing.</exception>
    public static void Require(DataSource source, DataRoot root)
    {
        if (source.HasOtherFiles(root))
            return;
        if (source.Files.FirstOrDefault(file => !File.Exists(root.File(source.Name, file.Name))) is { } missing)
            throw new FaultException(Missing(source, missing, root));
        if (source.Problem(root) is { } problem)
            throw new FaultException(problem);
    }

    /// <summary>The fault that says which file to put where.</summary>
    internal static Fault Missing(DataSource source, RemoteFile file, DataRoot root) => new($"the data set {source.Name} is not there")
    {
        File = root.File(source.Name, file.Name),
        Found = "no such file",
        Expected = $"{file.Name} from {file.Address}{(file.Checksum is null ? "" : $" ({file.ChecksumKind} {file.Checksum})")}",
        Fix = $"put the file there, or name the folder that holds {source.Name}/ with --data or {DataRoot.Variable}",
    };
}
