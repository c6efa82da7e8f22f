using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Architecture;

/// <summary>Who may know whom: host -> sdk, plugins -> sdk, host -> KdHost.MLflow, and nothing else.</summary>
public sealed partial class ArrowTests
{
    [Theory]
    [InlineData("kd.dll", "KdHost.MLflow", "KdHost.Sdk")]
    [InlineData("KdHost.Sdk.dll")]
    [InlineData("KdHost.MLflow.dll")]
    public void An_assembly_of_the_host_references_of_KdHost_only_what_it_may_know(string assembly, params string[] known)
    {
        Assert.Equal(known, OwnReferences(Path.Combine(Repository.HostFolder, assembly)));
    }

    [Fact]
    public void Plugins_reference_of_KdHost_the_SDK_alone()
    {
        var plugins = Directory.GetDirectories(Path.Combine(Repository.HostFolder, "plugins"));

        Assert.NotEmpty(plugins);
        Assert.All(plugins, folder => Assert.Equal(["KdHost.Sdk"], OwnReferences(Path.Combine(folder, $"{Path.GetFileName(folder)}.dll"))));
    }

    [Fact]
    public void Projects_of_the_SDK_reference_no_project_outside_of_it()
    {
        var references = from project in SourceTree.Files("sdk", "*.csproj")
                         from reference in XDocument.Load(project).Descendants("ProjectReference")
                         let target = ((string)reference.Attribute("Include")!).Replace("$(SdkFolder)", Path.Combine(Repository.Root, "sdk") + "/", StringComparison.Ordinal)
                         select (Project: project, Target: SourceTree.Relative(Path.GetFullPath(target, Path.GetDirectoryName(project)!)));

        Assert.All(references, reference => Assert.StartsWith("sdk/", reference.Target, StringComparison.Ordinal));
        Assert.DoesNotContain(references, reference => Path.GetFileName(reference.Project) == "KdHost.MLflow.csproj");
    }

    [Fact]
    public void The_host_names_no_method_no_paper_and_no_plugin()
    {
        var names = SourceTree.Files("plugins", "*.cs")
            .SelectMany(file => MethodAttribute().Matches(File.ReadAllText(file)))
            .SelectMany(match => new[] { match.Groups["name"].Value, match.Groups["title"].Value })
            .Concat(SourceTree.Files("plugins", "*.csproj").Select(Path.GetFileNameWithoutExtension))
            .Where(name => name is { Length: > 0 })
            .ToList();
        Assert.NotEmpty(names);
        var word = new Regex($@"\b({string.Join('|', names.Select(name => Regex.Escape(name!)))})\b", RegexOptions.IgnoreCase);

        Assert.Empty(SourceTree.Files("host").Where(file => word.IsMatch(File.ReadAllText(file))).Select(file => $"{SourceTree.Relative(file)} says {word.Match(File.ReadAllText(file))}"));
    }

    private static List<string> OwnReferences(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name == "kd" || name.StartsWith("KdHost.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("""\[Method\("(?<name>[^"]+)"(, Title = "(?<title>[^"]+)")?""")]
    private static partial Regex MethodAttribute();
}
