using KdHost.Host.Reproduction;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Reproduction;

public sealed class TrialArgumentTests
{
    [Fact]
    public void A_trial_is_named_by_run_and_first_digits_by_two_words_by_its_folder_or_by_digits_alone()
    {
        using var run = new FakeRun();
        var entry = run.Finish(0, 1);
        run.Finish(1, 1);
        run.Save();
        var name = Path.GetFileName(run.Run.Path);
        foreach (var words in new string[][] { [$"{name}/{entry.Id[..8]}"], [$"fake/{entry.Id}"], [name, entry.Id[..8]], [run.Run.Path, entry.Id], [run.Run.Trial(entry.Id).Path], [entry.Id[..10]], [$"{run.Run.Path}/{entry.Id}/"] })
        {
            if (words[0] == run.Run.Trial(entry.Id).Path)
                Directory.CreateDirectory(words[0]);
            var (found, trial) = TrialArgument.Find(words, run.Runs);
            Assert.Equal((run.Run.Path, entry.Id), (found.Path, trial.Id));
        }
    }

    [Theory]
    [InlineData("fake", "there is no such trial")]
    [InlineData("fake/zz", "there is no such trial")]
    [InlineData("zz", "there is no such trial")]
    public void What_names_none_or_several_is_refused(string word, string problem)
    {
        using var run = new FakeRun();
        run.Finish(0, 1);
        run.Finish(1, 1);
        run.Save();
        Assert.Equal(problem, Assert.Throws<FaultException>(() => TrialArgument.Find([word], run.Runs)).Faults.Single().Problem);
    }
}
