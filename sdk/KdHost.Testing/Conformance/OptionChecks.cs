using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Methods;

namespace KdHost.Testing.Conformance;

/// <summary>Checks of what a method says about itself: its name and its options.</summary>
internal static partial class OptionChecks
{
    /// <summary>The method is exported with a name, a title and a paper.</summary>
    public static void IsExported(Type method)
    {
        var attribute = method.GetCustomAttribute<MethodAttribute>();
        Nonconformance.Unless(attribute is not null, $"{method.Name} has no [Method] attribute: the host does not find it", $"write [Method(\"name\", Title = \"…\", Paper = \"…\")] above the class");
        Nonconformance.Unless(method.IsPublic && method.GetConstructor([]) is not null, $"{method.Name} can't be made from outside", "make the class public, with a constructor without parameters");
        Nonconformance.Unless(Name().IsMatch(attribute.Name), $"the name \"{attribute.Name}\" can't be typed in an experiment file like the others", "use lower case, with hyphens between words: \"vanilla-kd\"");
        Nonconformance.Unless(attribute.Title.Length > 0 && attribute.Paper.Length > 0, $"{attribute.Name} has no {(attribute.Title.Length == 0 ? "title" : "paper")}", "set Title and Paper of the [Method] attribute; `kd methods` lists them");
    }

    /// <summary>Defaults are inside their own ranges and pass the method's own check.</summary>
    public static void DefaultsAreValid(IMethod method)
    {
        var options = Activator.CreateInstance(method.OptionsType)!;
        foreach (var (path, property, value) in Leaves(options, ""))
        {
            if (property.GetCustomAttribute<NameAttribute>() is { } names && value is string name)
                Nonconformance.Unless(names.Names.Contains(name), $"the default of {path}, \"{name}\", is no {names.Kind}", Nearest.Fix(name, names.Names));
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                Nonconformance.Unless(
                    value is null || rule.IsValid(value),
                    $"the default of {path}, {value}, breaks its own rule: {rule.FormatErrorMessage(path)}",
                    "change the default or the attribute");
            }

            Nonconformance.Unless(property.SetMethod is not { } set || set.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit"), $"{path} can change after the trial began", "write { get; init; }");
        }

        var faults = method.Check(options).ToList();
        Nonconformance.Unless(faults.Count == 0, $"the method's own check refuses its defaults: {faults.FirstOrDefault()}", "change the defaults or the check");
    }

    // A record of the method's own is a group of options; all else is a value.
    private static IEnumerable<(string Path, PropertyInfo Property, object? Value)> Leaves(object options, string prefix)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var (path, value) = (prefix + property.Name, property.GetValue(options));
            var isGroup = value is not null and not string and not IEnumerable && property.PropertyType.IsClass;
            foreach (var leaf in isGroup ? Leaves(value!, path + ".") : [(path, property, value)])
                yield return leaf;
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();
}
