using System.Runtime.CompilerServices;
using TorchSharp;

namespace KdHost.Plugins.Tests;

/// <summary>Puts the SDK's libtorch resolver in place before any test touches a tensor, whichever test runs first.</summary>
internal static class LibtorchFirst
{
    [ModuleInitializer]
    internal static void Initialise()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(Sdk.Native.Libtorch).Module.ModuleHandle);
        torch.set_num_threads(1);
    }
}
