# Values laid out in bytes, and read from them.

class Array
  def pack(template, buffer: nil)
    template = __to_str(template)
    return __packed(template, "") if buffer.nil?
    raise TypeError, "buffer must be String, not #{buffer.class}" unless String === buffer
    buffer.replace(__packed(template, buffer).force_encoding(buffer.encoding))
  end
end

class String
  def unpack(template, offset: 0)
    found = __unpack(__to_str(template), __to_int(offset), false)
    return found unless block_given?
    found.each { |value| yield value }
    nil
  end

  def unpack1(template, offset: 0)
    __unpack(__to_str(template), __to_int(offset), true).__at(0)
  end
end
