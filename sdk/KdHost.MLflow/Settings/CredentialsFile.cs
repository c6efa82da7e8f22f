namespace KdHost.MLflow;

/// <summary>The file <c>.mlflow/credentials</c> of a user: lines <c>name = value</c> in a section <c>[mlflow]</c>.</summary>
internal static class CredentialsFile
{
    internal static (string? Username, string? Password) Read(string? home)
    {
        var path = home is null ? null : Path.Combine(home, ".mlflow", "credentials");
        if (path is null || !File.Exists(path))
            return default;

        var inside = false;
        string? username = null, password = null;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                inside = line == "[mlflow]";
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (!inside || equals < 0 || line[0] is '#' or ';')
                continue;
            var value = line[(equals + 1)..].Trim();
            switch (line[..equals].Trim().ToLowerInvariant())
            {
                case "mlflow_tracking_username":
                    username = value;
                    break;
                case "mlflow_tracking_password":
                    password = value;
                    break;
            }
        }

        return (username, password);
    }
}
