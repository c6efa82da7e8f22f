namespace KdHost.MLflow.Tests.Settings;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("https://ada:secret@host/mlflow/")]
    public void A_web_address_is_a_server(string uri) => Assert.Equal(new Uri(uri), Assert.IsType<StoreAddress.Server>(StoreAddress.Parse(uri)).Uri);

    [Fact]
    public void Three_slashes_are_relative_and_four_absolute()
    {
        Assert.Equal(Path.GetFullPath("runs.db"), Assert.IsType<StoreAddress.File>(StoreAddress.Parse("sqlite:///runs.db")).Path);
        Assert.Equal(Path.GetFullPath("/a/runs.db"), Assert.IsType<StoreAddress.File>(StoreAddress.Parse("sqlite:////a/runs.db")).Path);
    }

    [Theory]
    [InlineData("mlruns", "file store")]
    [InlineData("file:///tmp/mlruns", "file store")]
    [InlineData("databricks", "not supported")]
    [InlineData("databricks://profile", "not supported")]
    [InlineData("postgresql://ada:secret@host/db", "not supported")]
    [InlineData("sqlite://", "names no file")]
    [InlineData("http://", "not a valid address")]
    public void Other_addresses_are_refused_with_advice_and_without_passwords(string uri, string problem)
    {
        var e = Assert.Throws<MlflowException>(() => StoreAddress.Parse(uri));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ada:secret@host:1/x?token=secret", "https://host:1/x")]
    [InlineData("http://host/a@b", "http://host/a@b")]
    [InlineData("http://a:p@ss@host", "http://host")]
    [InlineData("mlruns", "mlruns")]
    public void Shown_addresses_hold_no_credentials(string uri, string shown) => Assert.Equal(shown, Redaction.Address(uri));
}
