using System.Text;
using System.Xml.Linq;

namespace KdHost.EndToEnd.Tests.Architecture;

/// <summary>Rules that hold for all files of the repository.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void Versions_of_packages_stand_in_one_file()
    {
        var projects = new[] { "*.csproj", "*.props", "*.targets" }.SelectMany(pattern => SourceTree.Files(pattern: pattern));
        var versions = from project in projects
                       from reference in XDocument.Load(project).Descendants()
                       where reference.Name.LocalName is "PackageReference" or "GlobalPackageReference"
                       where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.Elements().Any(element => element.Name.LocalName.StartsWith("Version", StringComparison.Ordinal))
                       select $"{SourceTree.Relative(project)}: {reference}";

        Assert.Empty(versions);
    }

    [Fact]
    public void No_file_names_a_folder_of_one_machine()
    {
        // Put together here, so that this file is not the one that is found.
        byte[][] folders = [.. new[] { "work", "root" }.Select(name => Encoding.ASCII.GetBytes($"/{name}/"))];

        Assert.Empty(SourceTree.Files().Where(file => folders.Any(folder => File.ReadAllBytes(file).AsSpan().IndexOf(folder) >= 0)).Select(SourceTree.Relative));
    }
}
