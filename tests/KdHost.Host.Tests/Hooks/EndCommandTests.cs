using System.Text.Json.Nodes;
using KdHost.Host.Hooks;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Hooks;

public sealed class EndCommandTests
{
    [Theory]
    [InlineData("\"mail you\"")]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"mail\", 1]")]
    [InlineData("{}")]
    public void What_is_no_list_of_texts_is_refused(string value) =>
        Assert.Throws<FaultException>(() => EndCommand.Parse(JsonNode.Parse(value), problem => new Fault(problem)));

    [Fact]
    public async Task A_command_gets_its_arguments_untouched_and_the_summary_on_standard_input()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sh is not on every system");
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "it's $HOME");
        Assert.Null(await EndCommand.RunAsync(["sh", "-c", "cat > \"$1\"", "sh", target], "{ \"a\": 1 }"));
        Assert.Equal("{ \"a\": 1 }", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_command_that_fails_is_told_with_its_last_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sh is not on every system");
        Assert.Equal("it ended with exit code 3 no route", await EndCommand.RunAsync(["sh", "-c", "echo no route >&2; exit 3"], new string('x', 1 << 20)));
        Assert.Contains("no-such-program", await EndCommand.RunAsync(["no-such-program"], ""), StringComparison.Ordinal);
    }
}
