# Encodings by name, the default ones, and the errors.

class Encoding
  def self.new(*)
    raise NoMethodError.new("undefined method 'new' for class Encoding", :new, receiver: self)
  end

  def self.find(name)
    return name if Encoding === name
    name = __to_str(name)
    return default_internal if name.casecmp("internal") == 0
    __lookup(name) || raise(ArgumentError, "unknown encoding name - #{name}")
  end

  def self.default_external = @__external || UTF_8

  def self.default_internal = @__internal

  def self.default_external=(encoding)
    raise ArgumentError, "default external can not be nil" if encoding.nil?
    @__external = find(encoding)
  end

  def self.default_internal=(encoding)
    @__internal = encoding.nil? ? nil : find(encoding)
  end

  def self.aliases
    result = {}
    list.each do |encoding|
      names = encoding.names
      names.each { |name| result[name] = encoding.name unless name == encoding.name }
    end
    result
  end

  def self.name_list
    names = []
    list.each { |encoding| names.concat(encoding.names) }
    names << "internal"
  end

  def self.__error(class_name, message, values)
    error = const_get(class_name).new(message)
    values.each { |name, value| error.__send__(:__set_hidden, name, value) }
    error
  end

  def names
    names = __names
    return names unless equal?(Encoding.default_external)
    names << "locale" << "external" << "filesystem"
  end

  # The name that conversions are listed under.
  def __conversion_name
    name = self.name
    other = name.start_with?("Windows-12", "Windows-874", "mac")
    other ? name.upcase : name
  end
end

class Encoding::CompatibilityError < EncodingError
end

class Encoding::UndefinedConversionError < EncodingError
  def source_encoding = __hidden(:source_encoding)

  def destination_encoding = __hidden(:destination_encoding)

  def source_encoding_name = __hidden(:source_encoding_name)

  def destination_encoding_name = __hidden(:destination_encoding_name)

  def error_char = __hidden(:error_char)
end

class Encoding::InvalidByteSequenceError < EncodingError
  def source_encoding = __hidden(:source_encoding)

  def destination_encoding = __hidden(:destination_encoding)

  def source_encoding_name = __hidden(:source_encoding_name)

  def destination_encoding_name = __hidden(:destination_encoding_name)

  def error_bytes = __hidden(:error_bytes)

  def readagain_bytes = __hidden(:readagain_bytes)

  def incomplete_input? = __hidden(:incomplete_input)
end

class Encoding::ConverterNotFoundError < EncodingError
end
