using System.Reflection;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Models.Graphs;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Models;

/// <summary>The models that experiment files can name: those of the SDK, and those of loaded plugins.</summary>
public static class ModelCatalog
{
    private const int CoraFeatures = 1433, CoraClasses = 7;

    private static readonly Dictionary<string, (ModelInfo Info, MethodInfo Factory)> Images = [], Graphs = [];

    static ModelCatalog() => Register(typeof(ModelCatalog).Assembly);

    /// <summary>The names of the image classifiers, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => [.. Images.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The names of the graph models, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> GraphNames => [.. Graphs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All models: image classifiers, then graph models, each in alphabetical order.</summary>
    public static IReadOnlyList<ModelInfo> All => [.. Names.Select(name => Images[name].Info), .. GraphNames.Select(name => Graphs[name].Info)];

    /// <summary>What is known of an image classifier without making it.</summary>
    /// <param name="name">Name of the model.</param>
    /// <exception cref="FaultException">There is none of that name.</exception>
    public static ModelInfo Get(string name) => Find(Images, name).Info;

    /// <summary>Adds the models of an assembly: its factory methods that carry <see cref="ModelAttribute"/> or <see cref="GraphModelAttribute"/>. A name that is taken stays with its first owner.</summary>
    /// <param name="assembly">The assembly of a plugin.</param>
    /// <returns>How many models it brings.</returns>
    public static int Register(Assembly assembly)
    {
        var count = 0;
        var factories = assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));
        foreach (var factory in factories)
        {
            foreach (var model in factory.GetCustomAttributes<ModelAttribute>())
            {
                count++;
                Images.TryAdd(model.Name, (new ModelInfo(model.Name, ModelKind.Image, model.Description, model.Parameters, new ImageShape(model.Channels, model.Size, model.Size), null, model.Classes), factory));
            }

            foreach (var model in factory.GetCustomAttributes<GraphModelAttribute>())
            {
                count++;
                Graphs.TryAdd(model.Name, (new ModelInfo(model.Name, ModelKind.Graph, model.Description, model.Parameters, null, CoraFeatures, CoraClasses), factory));
            }
        }

        return count;
    }

    /// <summary>Makes an image classifier with fresh weights.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="FaultException">There is no model of that name.</exception>
    public static Classifier Create(string name, ImageShape input, int classes, long seed)
    {
        var factory = Find(Images, name).Factory;
        return Seeds.Initialise(seed, () => factory.CreateDelegate<Func<ImageShape, int, Classifier>>()(input, classes));
    }

    /// <summary>Makes a graph model with fresh weights.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="features">Features of a node.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">Size and regularisation.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="FaultException">There is no model of that name.</exception>
    public static NodeClassifier CreateGraphModel(string name, int features, int classes, GraphModelOptions options, long seed)
    {
        var factory = Find(Graphs, name).Factory;
        return Seeds.Initialise(seed, () => factory.CreateDelegate<Func<int, int, GraphModelOptions, NodeClassifier>>()(features, classes, options));
    }

    private static (ModelInfo Info, MethodInfo Factory) Find(Dictionary<string, (ModelInfo Info, MethodInfo Factory)> models, string name) =>
        models.TryGetValue(name, out var found) ? found : throw new FaultException(new Fault($"there is no model \"{name}\"")
        {
            Found = name,
            Expected = string.Join(", ", models.Keys.Order(StringComparer.Ordinal)),
            Fix = Nearest.Fix(name, models.Keys),
        });
}
