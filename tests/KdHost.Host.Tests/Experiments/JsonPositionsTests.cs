using System.Text;
using CsCheck;
using KdHost.Host.Experiments;

namespace KdHost.Host.Tests.Experiments;

public sealed class JsonPositionsTests
{
    [Fact]
    public void Each_key_and_item_stands_on_the_line_where_a_search_finds_it() => JsonTexts.Any.Sample(document =>
    {
        var lines = document.Text.Split('\n');
        var positions = JsonPositions.Of(Encoding.UTF8.GetBytes(document.Text));
        foreach (var (path, needle) in document.Needles)
            Assert.Equal((path, Array.FindIndex(lines, line => line.Contains(needle, StringComparison.Ordinal)) + 1), (path, positions.GetValueOrDefault(path)));
    });

    [Fact]
    public void A_text_reads_as_a_person_would()
    {
        const string Text = """
            {
              // comment
              "name": "x", "größe": 1,
              "grid": {
                "loss": ["kd",
                  "dkd", /* two
                  lines */ ["deep"]],
              },
              "teacher.model": "m",
            }
            """;
        var expected = new Dictionary<string, int>
        {
            ["name"] = 3,
            ["größe"] = 3,
            ["grid"] = 4,
            ["grid.loss"] = 5,
            ["grid.loss.0"] = 5,
            ["grid.loss.1"] = 6,
            ["grid.loss.2"] = 7,
            ["grid.loss.2.0"] = 7,
            ["teacher.model"] = 9,
        };
        Assert.Equal(expected, JsonPositions.Of(Encoding.UTF8.GetBytes(Text)));
    }
}
