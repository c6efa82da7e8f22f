using System.Text;
using KdHost.Sdk.Data.Archives;
using KdHost.Sdk.Data.Files;
using KdHost.Sdk.Data.Texts;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Sources;

/// <summary>
/// Large Movie Review (A. Maas et al., ACL 2011): film reviews, negative (0) or positive (1), read from the official archive or from a part of it
/// (<c>*.tar.gz</c> with <c>aclImdb/{train,test}/{neg,pos}/*.txt</c>). No licence is published; the authors ask for a citation.
/// </summary>
internal sealed class LargeMovieReview : TextSource
{
    private static readonly ArchiveLimits Limits = new() { Entries = 200_000, EntryBytes = 16 << 20, TotalBytes = 4L << 30 };

    public override string Name => "large-movie-review";

    public override int Classes => 2;

    public override IReadOnlyList<RemoteFile> Files { get; } =
        [new("aclImdb_v1.tar.gz", new Uri("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"), "7c2ac02c03563afcf9b574c7e56c153a")];

    public override bool HasOtherFiles(DataRoot root) => Find(root) is { } archive && Path.GetFileName(archive) != Files[0].Name;

    public override (TextSet Training, TextSet Test) Read(DataRoot root)
    {
        var archive = Find(root) ?? throw new FaultException(DataSets.Missing(this, Files[0], root));
        var parts = new Dictionary<string, List<(string Name, string Text, int Label)>> { ["train"] = [], ["test"] = [] };
        foreach (var entry in Archive.Entries(archive, Limits))
        {
            var path = entry.Name.Split('/');
            if (path is [.., var part, "neg" or "pos", var file] && parts.TryGetValue(part, out var texts) && file.EndsWith(".txt", StringComparison.Ordinal))
                texts.Add((entry.Name, Encoding.UTF8.GetString(entry.ReadAll()), path[^2] == "pos" ? 1 : 0));
        }

        if (parts.Values.Any(texts => texts.Count == 0))
            throw DamagedFile.Fault(archive, $"{parts["train"].Count} training and {parts["test"].Count} test reviews", "aclImdb/{train,test}/{neg,pos}/*.txt");
        return (Sorted(parts["train"]), Sorted(parts["test"]));
    }

    // The order of an archive's entries is that of whoever packed it.
    private static TextSet Sorted(List<(string Name, string Text, int Label)> texts)
    {
        var sorted = texts.OrderBy(text => text.Name, StringComparer.Ordinal).ToList();
        return new TextSet([.. sorted.Select(text => text.Text)], [.. sorted.Select(text => text.Label)]);
    }

    private string? Find(DataRoot root)
    {
        var official = root.File(Name, Files[0].Name);
        var folder = Path.GetDirectoryName(official)!;
        return File.Exists(official) ? official : Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.tar.gz").Order(StringComparer.Ordinal).FirstOrDefault() : null;
    }
}

/// <summary>
/// The film reviews of Sentiment Labelled Sentences (D. Kotzias et al., KDD 2015, UCI data set 331): 1000 sentences, negative (0) or positive (1). Licence CC BY 4.0.
/// It has no official split: 200 sentences, stratified and drawn once for all, are for testing.
/// </summary>
internal sealed class SentimentSentences : TextSource
{
    private const string FileName = "imdb_labelled.txt";
    private const int TestSize = 200;
    private const long TestSeed = 331; // the number of the data set at UCI
    private const long LargestFile = 64 << 20;

    public override string Name => "sentiment-sentences";

    public override int Classes => 2;

    public override bool HasOtherFiles(DataRoot root) => File.Exists(root.File(Name, FileName));

    public override Fault? Problem(DataRoot root) => HasOtherFiles(root) ? null : new Fault($"the data set {Name} is not there")
    {
        File = root.File(Name, FileName),
        Found = "no such file",
        Expected = $"{FileName} from the archive at https://archive.ics.uci.edu/dataset/331/sentiment+labelled+sentences",
        Fix = $"put the file there, or name the folder that holds {Name}/ with --data or {DataRoot.Variable}",
    };

    public override (TextSet Training, TextSet Test) Read(DataRoot root)
    {
        var path = root.File(Name, FileName);
        var (texts, labels) = (new List<string>(), new List<int>());
        foreach (var (index, line) in Encoding.UTF8.GetString(PackedFile.ReadAll(path, LargestFile)).Split('\n').Where(line => line.Trim().Length > 0).Index())
        {
            var tab = line.LastIndexOf('\t');
            var label = tab < 0 ? "" : line[(tab + 1)..].Trim();
            if (label is not ("0" or "1"))
                throw DamagedFile.Fault(path, $"line {index + 1} ends in \"{label}\"", "a sentence, a tab, and 0 or 1");
            texts.Add(line[..tab].Trim());
            labels.Add(label == "1" ? 1 : 0);
        }

        if (texts.Count <= TestSize)
            throw DamagedFile.Fault(path, $"{texts.Count} sentences", $"more than {TestSize}");
        var all = new TextSet(texts, labels);
        var order = StratifiedOrder.Of(labels, TestSeed);
        return (all.Pick(order[TestSize..]), all.Pick(order[..TestSize]));
    }
}
