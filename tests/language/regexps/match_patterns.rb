# Matches in patterns.
m = /(\d+)-(?:x|(y))(z)?/.match("é12-yb")
n = /(?<a>.)(?<b>.)?(?<c>x)?/.match("pq")
case n
in { a: "p", b: String => b } then p b
end
case m
in [first, *rest] then p first, rest
end
case "text 12"
in /t (?<n>\d+)/ then p $~[:n]
end
case { name: "bob" }
in { name: /^a/ } then p 1
in { name: /^(b)/ } then p $1
end
p(("a1" in /\d/), (:sym in /z/))
