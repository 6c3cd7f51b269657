# What every byte and pair of bytes means: a sum for each encoding that has a table.
names = %w[
  ISO-8859-1 ISO-8859-2 ISO-8859-3 ISO-8859-4 ISO-8859-5 ISO-8859-6 ISO-8859-7 ISO-8859-8 ISO-8859-9 ISO-8859-10
  ISO-8859-11 ISO-8859-13 ISO-8859-14 ISO-8859-15 ISO-8859-16 Windows-1250 Windows-1251 Windows-1252 Windows-1253
  Windows-1254 Windows-1255 Windows-1256 Windows-1257 Windows-874 TIS-620 KOI8-R KOI8-U IBM437 IBM720 IBM737 IBM775
  CP850 IBM852 CP852 IBM855 IBM857 IBM860 IBM861 IBM862 IBM863 IBM864 IBM865 IBM866 IBM869
  macCroatian macCyrillic macGreek macIceland macRoman macRomania macTurkish macUkraine
]
names.each do |name|
  sum = known = 0
  (0..255).each do |byte|
    code = [byte].pack("C").force_encoding(name).encode("UTF-8").ord
    sum = (sum * 31 + code * (byte + 1)) % 1_000_007
    known += 1
    back = [code].pack("U").encode(name).ord
    puts "#{name}: #{byte} comes back as #{back}" unless back == byte
  rescue Encoding::UndefinedConversionError
    sum = (sum * 31 + 7) % 1_000_007
  end
  puts "#{name} #{known} #{sum}"
end
%w[EUC-JP CP51932 Shift_JIS Windows-31J EUC-KR CP949 GBK GB2312 Big5].each do |name|
  sum = known = valid = 0
  [0x81, 0x82, 0x87, 0x8e, 0x8f, 0x98, 0xa1, 0xa2, 0xa3, 0xa8, 0xad, 0xb0, 0xc6, 0xc8, 0xc9, 0xe0, 0xed, 0xf0, 0xf9, 0xfa, 0xfe].each do |lead|
    (0x40..0xfe).step(3) do |trail|
      text = [lead, trail].pack("C2").force_encoding(name)
      next unless text.valid_encoding? && text.size == 1
      valid += 1
      code = text.encode("UTF-8").ord
      sum = (sum * 31 + code * (trail + 1)) % 1_000_007
      known += 1
    rescue Encoding::UndefinedConversionError
      sum = (sum * 31 + 7) % 1_000_007
    end
  end
  puts "#{name} #{valid} #{known} #{sum}"
end
