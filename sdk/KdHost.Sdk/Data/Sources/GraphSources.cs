using KdHost.Sdk.Data.Graphs;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Sources;

/// <summary>A graph in the plain format, in <c>NAME/</c> or <c>graphs/NAME/</c> under the data root.</summary>
internal abstract class PlainGraphSource : GraphSource
{
    public override bool HasOtherFiles(DataRoot root) => PlainFolder(root) is not null;

    public override Fault? Problem(DataRoot root) => HasOtherFiles(root) ? null : new Fault($"the data set {Name} is not there")
    {
        File = Path.Combine(root.Path, "graphs", Name),
        Found = "no edges.csv there",
        Expected = "edges.csv, labels.csv, features.bin and split-*.csv in the plain graph format",
        Fix = $"put the files there, or name the folder that holds graphs/ with --data or {DataRoot.Variable}",
    };

    public override Graph Read(DataRoot root) => PlainFolder(root) is { } folder ? PlainGraphFiles.Read(folder) : throw new FaultException(Problem(root)!);

    protected string? PlainFolder(DataRoot root) =>
        new[] { Path.Combine(root.Path, Name), Path.Combine(root.Path, "graphs", Name) }.FirstOrDefault(PlainGraphFiles.Exist);
}

/// <summary>A citation graph of Planetoid: its original files (licence MIT), or the plain format.</summary>
internal abstract class PlanetoidSource : PlainGraphSource
{
    private IReadOnlyList<RemoteFile>? _files;

    public override IReadOnlyList<RemoteFile> Files => _files ??=
        [.. PlanetoidFiles.Parts.Zip(Checksums, (part, checksum) => new RemoteFile($"ind.{Name}.{part}", new Uri($"https://github.com/kimiyoung/planetoid/raw/master/data/ind.{Name}.{part}"), checksum))];

    /// <summary>SHA-256 sums in the order of <see cref="PlanetoidFiles.Parts"/>; null where none is known.</summary>
    protected abstract IReadOnlyList<string?> Checksums { get; }

    public override Fault? Problem(DataRoot root) => null;

    public override Graph Read(DataRoot root) => PlainFolder(root) is { } folder ? PlainGraphFiles.Read(folder) : PlanetoidFiles.Read(Path.Combine(root.Path, Name), Name);
}

/// <summary>Cora: 2708 papers in 7 fields, 5278 citations, 1433 words.</summary>
internal sealed class Cora : PlanetoidSource
{
    public override string Name => "cora";

    protected override IReadOnlyList<string?> Checksums { get; } =
    [
        "23cfa55d91c6f624233f5eb7b6e3f141f1bd2b2ae39608a63cf5d084bb27baab", "94465c14eb53e04ca262198dcbb2521ee8af60fb3f3d546cd6ca24a511b0e7d1",
        "b9afbaa4a400df991f6f02ef677e1e44da55ffc04801fd02f9e673987829226a", "41f5ac76596a1699cc33f53084a2419e92961c42bb75f36fc38e616d348532ad",
        "9419ba2f26f5c35243db64aba110e0f35a04851609e0dc5433450676ca6b8543", "2b998f5cc7fedc86e7f97ca2498f47a1ffc1462c29e2d578b23bf3f62b6e7d71",
        "58f13302f39dde8852dad6fe6d15b89b077b6d7f837626bce671ef80344b383d", "297ce89af2b51a6a194181c7dbe1796c6a1cf9cd9349a88383b1b1e227867875",
    ];
}

/// <summary>CiteSeer: 3327 papers in 6 fields, 4552 citations, 3703 words; 15 papers without words and field.</summary>
internal sealed class CiteSeer : PlanetoidSource
{
    public override string Name => "citeseer";

    protected override IReadOnlyList<string?> Checksums { get; } =
    [
        "d20de19150741e555de0ed037195630fc194114ebc7fd72ced62810148aa22f6", "8ba87e515d8e3ee3cf52f6d2c5b86aa73f11ecad825a808455209ec26cd54924",
        "539a8906a2da97628d212f2fdd668c109a8b3f0d36574b59e5d3fd5b5303da21", "55e5bd1ba1e733a04598753ad1a8d57957f4b8f89e74519f41f4f4938767e4ce",
        "2ac30345d95c9ec933a817ee0bdd6a5f077f8c184a20e696910192d534414668", "f704b2d986dde6c2669934de1f3ae5696a6cf9455c0f6b2646a2d135ea0a1c95",
        "d79a4ef9d3e7169aee8946145f6b7306e35bc79bffad26346cfb94e10e9912a7", "2af990671580b6b2df5d158d1038f8292e30c9cd821b5453f399659b25b723d4",
    ];
}

/// <summary>PubMed: 19 717 papers on diabetes of 3 kinds, 44 324 citations, 500 weighted words. Of one of its files no checksum is known.</summary>
internal sealed class PubMed : PlanetoidSource
{
    public override string Name => "pubmed";

    protected override IReadOnlyList<string?> Checksums { get; } =
    [
        "fbe9cb5c47200d1b7769a26e579be3b7130b556831f9d850e77c4c74f2599b33", "e6c807633307a07ed659249006536a147c7999c797f11a2560752990181b41b3",
        "4eb5f5d0f30f26497eb0ac6ac9719d09c67e284f1ed0385c93f3ef27a671da3d", "ee2e0d4819d9fbcc403689c3bf2e49face401b605932f093bc58ab6461130fdd",
        null, "0c37bbe3b5014ec365e9d393cf4791925e5ed94fb194305d74f064a8d7b50f0e",
        "5b89f0036ca22909471f1e6558eb42fa06e0c730a577bde5b058b40638f81dc9", "b101d421688bbaecbd82e8a18f1e282378d6830f3a37666f28ebc47f844341b5",
    ];
}

/// <summary>Actor: 7600 actors of 5 kinds, 26 659 shared pages, 932 words; ten published splits (H. Pei et al., Geom-GCN, ICLR 2020).</summary>
internal sealed class Actor : PlainGraphSource
{
    public override string Name => "actor";
}

/// <summary>Twitch PT: 1912 channels in Portuguese, mature or not, 31 299 friendships, 3170 categories (B. Rozemberczki et al., 2019).</summary>
internal sealed class TwitchPt : PlainGraphSource
{
    public override string Name => "twitch-pt";
}

/// <summary>A graph in one file of a format of its own, or in the plain format. No checksum of these files is known.</summary>
internal abstract class SingleFileGraphSource : PlainGraphSource
{
    public override IReadOnlyList<RemoteFile> Files => [new RemoteFile(Path.GetFileName(Address.AbsolutePath), Address, null)];

    public override Fault? Problem(DataRoot root) => null;

    public override Graph Read(DataRoot root) => PlainFolder(root) is { } folder ? PlainGraphFiles.Read(folder) : Parse(root.File(Name, Files[0].Name));

    /// <summary>Where the file comes from.</summary>
    protected abstract Uri Address { get; }

    /// <summary>Reads the file.</summary>
    protected abstract Graph Parse(string path);
}

/// <summary>Amazon Photo: 7650 goods of 8 kinds, 119 081 pairs bought together, 745 words (O. Shchur et al., 2018). No published split.</summary>
internal sealed class AmazonPhoto : SingleFileGraphSource
{
    public override string Name => "amazon-photo";

    protected override Uri Address { get; } = new("https://github.com/shchur/gnn-benchmark/raw/master/data/npz/amazon_electronics_photo.npz");

    protected override Graph Parse(string path) => NumpyGraphFile.Read(path);
}

/// <summary>WikiCS: 11 701 articles in 10 fields of computer science, 300 numbers each (P. Mernyei, C. Cangea, 2020); twenty published splits.</summary>
internal sealed class WikiCs : SingleFileGraphSource
{
    public override string Name => "wiki-cs";

    protected override Uri Address { get; } = new("https://github.com/pmernyei/wiki-cs-dataset/raw/master/dataset/data.json");

    protected override Graph Parse(string path) => WikiCsFile.Read(path);
}

/// <summary>LastFM Asia: 7624 listeners in 18 countries, 27 806 friendships, the artists they like (B. Rozemberczki, R. Sarkar, CIKM 2020). No published split.</summary>
internal sealed class LastFmAsia : SingleFileGraphSource
{
    public override string Name => "lastfm-asia";

    protected override Uri Address { get; } = new("https://snap.stanford.edu/data/lastfm_asia.zip");

    protected override Graph Parse(string path) => LastFmFile.Read(path);
}
