using System.Reflection;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Randomness;

namespace KdHost.Sdk.Models;

/// <summary>The models that experiment files can name: those of the SDK, and those of loaded plugins.</summary>
public static class ModelCatalog
{
    private static readonly Dictionary<string, (ModelAttribute Model, MethodInfo Factory)> ByName = [];

    static ModelCatalog() => Register(typeof(ModelCatalog).Assembly);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What a model is, in one line.</summary>
    /// <param name="name">Name of the model.</param>
    /// <exception cref="FaultException">There is none of that name.</exception>
    public static string Describe(string name) => Find(name).Model.Description;

    /// <summary>Adds the models of an assembly. A name that is taken stays with its first owner.</summary>
    /// <param name="assembly">The assembly of a plugin.</param>
    public static void Register(Assembly assembly)
    {
        var factories = assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));
        foreach (var factory in factories)
        {
            foreach (var model in factory.GetCustomAttributes<ModelAttribute>())
                ByName.TryAdd(model.Name, (model, factory));
        }
    }

    /// <summary>Makes a model with fresh weights.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="FaultException">There is no model of that name.</exception>
    public static Classifier Create(string name, ImageShape input, int classes, long seed)
    {
        var factory = Find(name).Factory;
        return Seeds.Initialise(seed, () => factory.CreateDelegate<Func<ImageShape, int, Classifier>>()(input, classes));
    }

    private static (ModelAttribute Model, MethodInfo Factory) Find(string name) =>
        ByName.TryGetValue(name, out var found) ? found : throw new FaultException(new Fault($"there is no model \"{name}\"")
        {
            Found = name,
            Expected = string.Join(", ", Names),
            Fix = Nearest.Fix(name, Names),
        });
}
