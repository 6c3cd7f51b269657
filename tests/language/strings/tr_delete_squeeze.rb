p "hello".tr("el", "ip"), "hello".tr("a-y", "b-z"), "hello".tr("^l", "*"), "hello".tr("elo", "1"), "hello".tr("a-z", "A-Z"), "hello".tr("l", "")
p "hello".delete("l"), "hello".delete("a-k"), "hello".delete("^l"), "he-llo".delete("-"), "hello".delete("lo", "o")
p "aaabbbccc".squeeze, "aaabbbccc".squeeze("b"), "aabb  cc".squeeze(" "), "hello".squeeze("a-z")
p "hello".count("l"), "hello".count("a-z"), "hello".count("^l"), "hello world".count("lo"), "hello".count("lo", "o")
p "hello".tr_s("l", "r"), "a\\b".tr("\\", "/"), "a-b".tr("-", "_"), "12:34".tr(":0-9", "-a-j")
s = +"hello"
p s.tr!("x", "y"), s.tr!("l", "L"), s, s.delete!("z"), s.squeeze!, s
p "日本語".tr("本", "x"), "日本語".delete("本"), "ééa".squeeze
