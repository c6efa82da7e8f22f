using KdHost.Host.Journal;
using KdHost.Host.Reports.Failures;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Reports.Failures;

public sealed class FailureGroupTests
{
    [Theory]
    [InlineData("the loss is NaN in epoch 3", "the loss is NaN in epoch 17")]
    [InlineData("crash at 0x7f3a12bc of /tmp/a/b.so after 1.5e-3 s", "crash at 0x0000ff00 of /home/you/c.so after 22 s")]
    [InlineData("no file in C:\\data\\x.bin", "no file in D:\\more\\y.bin")]
    [InlineData("trial 0f3c8a11d2e94b7c8d6a5e4f3b2a1908 of run 6f9619ff-8b86-d011-b42d-00cf4fc964ff", "trial aa112222333344445555666677778888 of run 00000000-0000-0000-0000-000000000001")]
    public void Messages_that_differ_in_numbers_paths_ids_and_addresses_are_one_group(string first, string second) => Assert.Single(Groups(first, second));

    [Theory]
    [InlineData("the loss is NaN", "the gradient is NaN")]
    [InlineData("no such file", "no such folder")]
    public void Messages_that_differ_in_words_are_not(string first, string second) => Assert.Equal(2, Groups(first, second).Count);

    [Fact]
    public void The_largest_group_comes_first_with_its_trials_and_the_last_lines_of_one_log()
    {
        using var run = new FakeRun();
        run.Fail(0, new Failure(default, "rare", "wait"));
        var example = run.Fail(1, new Failure(default, "often 1", "mend it"));
        run.Fail(2, new Failure(default, "often 2", "mend it"));
        run.Log(example, []);
        File.WriteAllLines(run.Run.Trial(example.Id).Log(1), Enumerable.Range(1, 30).Select(line => $"line {line}"));

        var groups = FailureGroup.Of(run.Save().Results.Trials);

        Assert.Equal(["often 1", "rare"], groups.Select(group => group.Message));
        Assert.Equal(2, groups[0].Trials.Count);
        Assert.Equal(("line 19", "line 30"), (groups[0].LastLines(run.Run)[0], groups[0].LastLines(run.Run)[^1]));
        Assert.Empty(groups[1].LastLines(run.Run));
        Assert.Contains("  fix: mend it", FailureText.Lines(run.Run, groups));
    }

    private static IReadOnlyList<FailureGroup> Groups(params string[] messages)
    {
        using var run = new FakeRun();
        foreach (var (seed, message) in messages.Index())
            run.Fail(seed, new Failure(default, message, "mend it"));
        return FailureGroup.Of(run.Save().Results.Trials);
    }
}
