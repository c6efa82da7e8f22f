using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.RunDirectories;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "deep", "target");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_many_creators_one_wins_and_its_content_stays()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = $"{Target}-{round}";
            var won = AllAtOnce.Run(8, i => DurableFile.TryCreate(path, $"content of {i}"));
            Assert.Single(won, true);
            Assert.Equal($"content of {Array.IndexOf(won, true)}", File.ReadAllText(path));
        }
    }

    [Fact]
    public void A_file_that_is_there_is_not_created_again()
    {
        Assert.True(DurableFile.TryCreate(Target, "first"));
        Assert.False(DurableFile.TryCreate(Target, "second"));
        Assert.Equal("first", File.ReadAllText(Target));
    }

    [Fact]
    public void Replacing_leaves_the_last_content()
    {
        DurableFile.Replace(Target, "first");
        DurableFile.Replace(Target, "second");
        Assert.Equal("second", File.ReadAllText(Target));
    }

    [Fact]
    public void Readers_of_a_file_that_is_being_replaced_see_one_whole_content()
    {
        DurableFile.Replace(Target, Content(0));
        AllAtOnce.Run(4, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                if (thread == 0)
                    DurableFile.Replace(Target, Content(i));
                else
                    Assert.Equal(50_000, File.ReadAllText(Target) is var text ? text.Count(c => c == text[0]) : 0);
            }

            return thread;
        });
    }

    [Fact]
    public void Nothing_temporary_stays_behind()
    {
        DurableFile.TryCreate(Target, "first");
        DurableFile.TryCreate(Target, "second");
        DurableFile.Replace(Target, "third");
        Assert.Equal([Target], Directory.EnumerateFiles(Path.GetDirectoryName(Target)!));
    }

    private static string Content(int number) => new((char)('a' + (number % 26)), 50_000);
}
