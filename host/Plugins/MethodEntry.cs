using System.Reflection;
using KdHost.Host.Experiments.Options;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Plugins;

/// <summary>A method that can be run.</summary>
internal sealed class MethodEntry(MethodAttribute attribute, IMethod method, string pluginFolder, Version version, Guid build)
{
    private OptionSchema? _schema;

    /// <summary>Name, title and paper.</summary>
    public MethodAttribute Attribute { get; } = attribute;

    /// <summary>The folder of its plugin.</summary>
    public string PluginFolder { get; } = pluginFolder;

    /// <summary>Version of the plugin's assembly.</summary>
    public Version Version { get; } = version;

    /// <summary>Identity of the plugin's build: changes when its code does.</summary>
    public Guid Build { get; } = build;

    /// <summary>The method's options.</summary>
    public OptionSchema Schema => _schema ??= OptionSchema.Of(Method.OptionsType);

    /// <summary>Whether the method looks at combinations of options; most have nothing to say about them.</summary>
    public bool ChecksCombinations { get; } = method.GetType().GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(candidate => candidate.Name == "Check" || candidate.Name.EndsWith(".Check", StringComparison.Ordinal))
        .Any(candidate => candidate.DeclaringType is not { IsGenericType: true } type || type.GetGenericTypeDefinition() != typeof(Method<>));

    /// <summary>The method.</summary>
    public IMethod Method { get; } = method;
}
