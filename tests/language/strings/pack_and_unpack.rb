# Array#pack and String#unpack: every directive, modifiers, counts, buffers, errors.
def t(label)
  result = yield
  print label, ": ", result.inspect
  print " ", result.encoding if String === result
  puts
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end

t(6) { [1].pack("y") }
t(7) { [1].pack("C y") }
t(8) { [].pack("C") }
t(9) { ["a"].pack("C") }
t(10) { [nil].pack("C") }
t(11) { [nil].pack("N") }
t(12) { ["1"].pack("g") }
t(13) { [nil].pack("g") }
t(14) { [1].pack("C!") }
t(15) { [1].pack("l<>") }
t(16) { [1].pack("X") }
t(17) { [-1].pack("U") }
t(18) { [2**31].pack("U") }
t(19) { [2**64].pack("U") }
t(20) { [0x110000].pack("U") }
t(21) { [1,2].pack("CU") }
t(22) { [1,2].pack("UC") }
t(23) { ["abc"].pack("m0U", ) }
t(24) { ["abc"].pack("m") }
t(25) { ["abc"*40].pack("m30") }
t(26) { ["abc"*40].pack("u") }
t(27) { ["abc=é \t\n"*10].pack("M") }
t(28) { [3].pack("M") }
t(29) { [3].pack("m") }
t(30) { ["1010101"].pack("B*") }
t(31) { ["101"].pack("B20") }
t(32) { ["abz"].pack("H7") }
t(33) { ["ab"].pack("h7") }
t(34) { [1, 128, 2**70].pack("w*") }
t(35) { [-1].pack("w") }
t(36) { ["abc"].pack("A5a5Z5") }
t(37) { ["abc","d", "e"].pack("A5a5Z*x2@3") }
t(38) { ["abc", nil, :a].pack("a*a2a") }
t(39) { [1.5, 2, 3r].pack("gGe") }
t(40) { [2**64, -2**70].pack("Q>q<") }
t(41) { [1.9, -1].pack("Cs") }
t(42) { [1].pack("C", buffer: "ab") }
t(43) { [1].pack("@5C", buffer: +"ab") }
t(44) { [1].pack("C", buffer: 3) }
t(45) { [1].pack(3) }
t(46) { [1].pack("%") }
t(47) { [1].pack("C# hello\nC") }
t(48) { [1].pack("C99999999999999999999") }
t(49) { "abc".unpack("y") }
t(50) { "abc".unpack("C5") }
t(51) { "abc".unpack("C*") }
t(52) { "abc".unpack("x5") }
t(53) { "abc".unpack("X") }
t(54) { "abc".unpack("@5") }
t(55) { "abc".unpack("@1C") }
t(56) { "abcd".unpack("@1C", offset: 2) }
t(57) { "abcd".unpack("C", offset: -1) }
t(58) { "abcd".unpack("C", offset: 5) }
t(59) { "abcd".unpack1("C", offset: 4) }
t(60) { "\xe3\x81".unpack("U") }
t(61) { "\xff".unpack("U") }
t(62) { "\x80".unpack("U") }
t(63) { "\xc0\x80".unpack("U") }
t(64) { "\xe3ab".unpack("U*") }
t(65) { "YWJj".unpack("m") }
t(66) { "YWJ".unpack("m0") }
t(67) { "YW=J\n".unpack1("m") }
t(68) { "a=3D=\nb=zz".unpack1("M") }
t(69) { "#86)C\n".unpack1("u") }
t(70) { "abc  \0 ".unpack("A*") .map { [_1, _1.encoding]} }
t(71) { "abc\0def".unpack("Z*a*") }
t(72) { "abc\0def".unpack("Z2a*") }
t(73) { "ab".unpack("B*b4H3h*").map { [_1, _1.encoding]} }
t(74) { "\x81\x00\x05\x80".unpack("w*") }
t(75) { "abc".unpack("C") { |x| p x } }
t(76) { "\x00\x00\x80\x3f".unpack("e") }
t(77) { ("\xff"*8).unpack("qQlLsScCnNvVjJiI") }
t(78) { ("\xff"*8).unpack("s>l<") }
t(79) { "abc".unpack("a a") }
t(81) { "abcdef".unpack1("x2a2") }
t(82) { "abc".unpack("%") }
t(83) { "".unpack1("C") }
t(84) { "abc".sum; "abc".unpack("N") }
t(85) { "abc".unpack("N*") }
t(86) { "abc".unpack("C-1") }
t(87) { [Object.new].pack("a") }
t(88) { [1,2].pack("C*a") }
t(89) { [1,2].pack("x*CX*C@*") }
t(90) { [65].pack("U").unpack("a") }
t(91) { ["é"].pack("a") }
t(92) { ["é"].pack("U") }
t(93) { ["a b"].pack("M").encoding }
t(96) { [[1]].pack("a") }
t(97) { [1].pack("i!l_q!j") }
t(98) { [1,1,1,1].pack("i!l_q!j") }
t(99) { [1].pack("C\0") }
t(100) { [1].pack("é") }
