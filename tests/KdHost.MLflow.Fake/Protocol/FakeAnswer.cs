using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>What goes back to the client.</summary>
internal sealed record FakeAnswer(int Status, string ContentType, byte[] Body)
{
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    internal string? ETag { get; init; }

    internal string? Disposition { get; init; }

    internal static FakeAnswer Json(JsonObject body, int status = 200) =>
        new(status, "application/json", JsonSerializer.SerializeToUtf8Bytes(body, Numbers));

    internal static FakeAnswer Text(string text, string type = "text/html; charset=utf-8", int status = 200) =>
        new(status, type, Encoding.UTF8.GetBytes(text));

    internal static FakeAnswer Html(int status, string title, string text) =>
        Text($"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n", status: status);

    internal static FakeAnswer NotFound { get; } = Html(
        404, "Not Found", "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.");

    internal static FakeAnswer ServerError { get; } = Html(
        500,
        "Internal Server Error",
        "The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.");

    internal static FakeAnswer Of(Refusal refusal, FakeProfile profile)
    {
        var body = new JsonObject { ["error_code"] = refusal.Code, ["message"] = refusal.Message };
        if (profile != FakeProfile.V2 && refusal.Code != "NOT_IMPLEMENTED")
        {
            body["sqlstate"] = refusal.Status == 500 ? "XXM00" : "KAM00";
            body["error_class"] = refusal.Code switch
            {
                "RESOURCE_DOES_NOT_EXIST" => "RESOURCE_NOT_FOUND",
                "RESOURCE_ALREADY_EXISTS" => "RESOURCE_ALREADY_EXISTS",
                "INTERNAL_ERROR" => "CLIENT_INTERNAL_ERROR",
                _ => "INVALID_PARAMETER_VALUE",
            };
        }

        return Json(body, refusal.Status);
    }
}
