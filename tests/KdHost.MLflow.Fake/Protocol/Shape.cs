namespace KdHost.MLflow.Fake.Protocol;

/// <summary>
/// The fields of a request, written as <c>name s, max_results i, tags [key s, value s]</c>: <c>s</c> text, <c>i</c>
/// integer, <c>d</c> number, <c>[…]</c> a list of objects, <c>{…}</c> an object, <c>s*</c> a list of texts.
/// </summary>
internal sealed class Shape
{
    private Shape(IReadOnlyDictionary<string, Field> fields) => Fields = fields;

    internal IReadOnlyDictionary<string, Field> Fields { get; }

    internal static Shape Of(string text)
    {
        var position = 0;
        return Parse(text, ref position);
    }

    private static Shape Parse(string text, ref int position)
    {
        var fields = new Dictionary<string, Field>();
        while (position < text.Length && text[position] is not (']' or '}'))
        {
            var space = text.IndexOf(' ', position);
            var name = text[position..space];
            position = space + 1;
            fields.Add(name, ParseKind(text, ref position));
            while (position < text.Length && text[position] is ',' or ' ')
                position++;
        }

        return new Shape(fields);
    }

    private static Field ParseKind(string text, ref int position)
    {
        var kind = text[position++];
        if (kind is '[' or '{')
        {
            var inner = Parse(text, ref position);
            position++;
            return new Field('o', kind == '[', inner);
        }

        var isList = position < text.Length && text[position] == '*';
        if (isList)
            position++;
        return new Field(kind, isList, null);
    }

    internal sealed record Field(char Kind, bool IsList, Shape? Inner);
}
