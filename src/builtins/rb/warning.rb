# Warning: categories that can be switched, and the method every warning goes through.

module Warning
  def self.[](category) = __told?(__category(category))

  def self.[]=(category, on)
    __tell(__category(category), on)
  end

  def self.__category(category)
    unless Symbol === category
      raise TypeError, "no implicit conversion of #{__describe(category)} into Symbol"
    end
    return category if categories.include?(category)
    raise ArgumentError, "unknown category: #{category}"
  end

  # Hands a warning on to whatever Warning.warn is.
  def self.__deliver(text, category)
    if category.nil? || method(:warn).arity == 1
      Warning.warn(text)
    else
      Warning.warn(text, category: category)
    end
  end

  def warn(text, category: nil)
    raise TypeError, "wrong argument type #{text.class} (expected String)" unless String === text
    $stderr.write(text) if category.nil? || Warning[category]
    nil
  end
end

module Kernel
  private def warn(*messages, uplevel: nil, category: nil)
    return nil if $VERBOSE.nil? || messages.__size == 0
    place = uplevel.nil? ? "" : __warning_place(__to_int(uplevel))
    unless category.nil?
      category = Warning.__category(category)
      return nil unless Warning[category]
    end
    lines = messages.flatten
    return nil if lines.empty?
    text = place + lines.map { |line| (line = line.to_s).end_with?("\n") ? line : line + "\n" }.join
    Warning.__deliver(text, category)
    nil
  end

  def self.warn(*messages, **options) = nil.__send__(:warn, *messages, **options)

  # The place of the caller that many levels up, as warnings show it.
  private def __warning_place(level)
    raise ArgumentError, "negative level (#{level})" if level < 0
    frame = caller(level + 1, 1)
    return "warning: " if frame.nil? || frame.empty?
    "#{frame.__at(0).split(":in ").__at(0)}: warning: "
  end
end
