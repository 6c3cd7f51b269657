# String: changed copies; arguments are converted here.

class String
  def squeeze(*sets)
    primitive :string_squeeze
    squeeze(*__strings(sets))
  end

  def squeeze!(*sets)
    primitive :string_squeeze_x
    squeeze!(*__strings(sets))
  end

  def delete(*sets)
    primitive :string_delete
    delete(*__strings(sets))
  end

  def delete!(*sets)
    primitive :string_delete_x
    delete!(*__strings(sets))
  end

  def count(*sets)
    primitive :string_count
    count(*__strings(sets))
  end

  def tr(from, to)
    primitive :string_tr
    tr(__to_str(from), __to_str(to))
  end

  def tr!(from, to)
    primitive :string_tr_x
    tr!(__to_str(from), __to_str(to))
  end

  def tr_s(from, to)
    primitive :string_tr_s
    tr_s(__to_str(from), __to_str(to))
  end

  def tr_s!(from, to)
    primitive :string_tr_s_x
    tr_s!(__to_str(from), __to_str(to))
  end

  def chomp(ending = __line_separator)
    primitive :string_chomp
    chomp(ending.nil? ? nil : __to_str(ending))
  end

  def chomp!(ending = __line_separator)
    primitive :string_chomp_x
    chomp!(ending.nil? ? nil : __to_str(ending))
  end

  def ljust(width, padding = " ")
    primitive :string_ljust
    ljust(__to_int(width), __to_str(padding))
  end

  def rjust(width, padding = " ")
    primitive :string_rjust
    rjust(__to_int(width), __to_str(padding))
  end

  def center(width, padding = " ")
    primitive :string_center
    center(__to_int(width), __to_str(padding))
  end

  private def __strings(list)
    return list if empty?
    result = []
    i = 0
    while i < list.__size
      result << __to_str(list.__at(i))
      i += 1
    end
    result
  end
end
