using System.Text;
using CsCheck;

namespace KdHost.Host.Tests.Experiments;

/// <summary>A JSON text in which every key and every number stands once, so that a plain search finds it.</summary>
/// <param name="Text">The text, with line breaks and comments in odd places.</param>
/// <param name="Needles">For each path, what to search for.</param>
internal sealed record JsonTexts(string Text, IReadOnlyDictionary<string, string> Needles)
{
    private static readonly Gen<string> Space = Gen.OneOf("", " ", "\n", "\r\n", "\n\n  ", " // comment\n", "/* one */", "/* two\n lines */");

    public static readonly Gen<JsonTexts> Any = Gen.Select(Shape(3), Space.Array[1, 20], (shape, spaces) => new Writer(spaces).Write(shape));

    private static Gen<Node> Shape(int depth)
    {
        var leaf = Gen.Const(new Node('1', []));
        return depth == 0 ? leaf : Gen.Select(Gen.OneOf('{', '['), Shape(depth - 1).Array[0, 4], Gen.Bool, (kind, children, isLeaf) => isLeaf && depth < 3 ? new Node('1', []) : new Node(depth == 3 ? '{' : kind, children));
    }

    /// <summary>An object, an array or a number.</summary>
    private sealed record Node(char Kind, Node[] Children);

    private sealed class Writer(string[] spaces)
    {
        private readonly StringBuilder _text = new();
        private readonly Dictionary<string, string> _needles = [];
        private int _tokens;

        public JsonTexts Write(Node root)
        {
            Write(root, "");
            return new JsonTexts(_text.ToString(), _needles);
        }

        private void Write(Node node, string path)
        {
            if (node.Kind == '1')
            {
                // A number that is the value of a key is found by the key; an item has its number only.
                var number = $"{1000 + _tokens}";
                _needles.TryAdd(path, number);
                Token(number);
                return;
            }

            Token($"{node.Kind}");
            for (var i = 0; i < node.Children.Length; i++)
            {
                var key = node.Kind == '[' ? $"{i}" : $"key{_needles.Count}-";
                var child = path.Length == 0 ? key : $"{path}.{key}";
                if (node.Kind == '{')
                {
                    Token(_needles[child] = $"\"{key}\"");
                    _text.Append('\n', _tokens % 2).Append(':'); // System.Text.Json takes no comment here
                }

                Write(node.Children[i], child);
                if (i < node.Children.Length - 1 || spaces.Length % 2 == 0)
                    Token(",");
            }

            Token(node.Kind == '{' ? "}" : "]");
        }

        private void Token(string token) => _text.Append(spaces[_tokens++ % spaces.Length]).Append(token);
    }
}
