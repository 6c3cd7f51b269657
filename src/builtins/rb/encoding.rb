# Errors of encodings.

class Encoding::CompatibilityError < EncodingError
end

class Encoding::UndefinedConversionError < EncodingError
end

class Encoding::InvalidByteSequenceError < EncodingError
end

class Encoding::ConverterNotFoundError < EncodingError
end
