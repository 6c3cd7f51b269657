# Warning: categories that can be switched, and the method every warning goes through.

module Warning
  def self.[](category)
    case __category(category)
    when :deprecated then @__deprecated ? true : false
    when :performance then @__performance ? true : false
    when :strict_unused_block then @__strict_unused_block ? true : false
    else @__no_experimental ? false : true
    end
  end

  def self.[]=(category, on)
    case __category(category)
    when :deprecated then @__deprecated = on
    when :performance then @__performance = on
    when :strict_unused_block then @__strict_unused_block = on
    else @__no_experimental = !on
    end
  end

  def self.categories = [:deprecated, :experimental, :performance, :strict_unused_block]

  def self.__category(category)
    unless Symbol === category
      raise TypeError, "no implicit conversion of #{__describe(category)} into Symbol"
    end
    return category if categories.include?(category)
    raise ArgumentError, "unknown category: #{category}"
  end

  def self.warn(text, category: nil) = __write(text, category)

  # Classes that extend themselves by Warning override this one and call super.
  def warn(text, category: nil) = Warning.__write(text, category)

  def self.__write(text, category)
    raise TypeError, "wrong argument type #{text.class} (expected String)" unless String === text
    $stderr.write(text) if category.nil? || self[category]
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
    category.nil? ? Warning.warn(text) : Warning.warn(text, category: category)
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
