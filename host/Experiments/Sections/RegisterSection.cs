namespace KdHost.Host.Experiments.Sections;

/// <summary><c>register</c>: the name under which the grid's best student goes to the model registry.</summary>
internal static class RegisterSection
{
    public const string Key = "register";

    public static void Check(Declaration file)
    {
        if (file.Get<string>(Key, "the name of a model") is { } name && (name.Length == 0 || name.IndexOfAny(['/', ':']) >= 0))
            file.Add(file.At(Key, "this is not the name of a model") with { Found = name, Expected = "text without / and :", Fix = "write a name such as digits-student" });
    }
}
