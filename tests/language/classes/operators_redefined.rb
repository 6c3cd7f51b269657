def compute = [7 + 3, 7 - 3, 7 * 3, 7 / 3, 7 % 3, 7 < 3, 7 > 3, 7 <= 3, 7 >= 3, 7 == 3, 7 != 3, 7 & 3, 7 | 3, 7 ^ 3, 7 << 1, 7 >> 1, -7.abs, [1, 2][0], [1].length, [].empty?, 7.succ, 7.zero?, !7.nil?]
before = compute
p before
ops = %i[+ - * / % < > <= >= == & | ^ << >>]
ops.each do |op|
  Integer.class_eval do
    alias_method :saved_op, op
    define_method(op) { |o| [:hooked, op].first }
  end
  r = compute.select { |v| v.equal?(:hooked) }.size
  Integer.class_eval do
    alias_method op, :saved_op
    remove_method :saved_op
  end
  puts "#{op} #{r}"
end
p compute == before
class Array
  alias saved_aref []
  def [](*a) = :hooked_aref
end
p [1, 2][0]
class Array
  alias [] saved_aref
end
p [1, 2][0]
class NilClass
  alias saved_nil nil?
  def nil? = :hooked_nil
end
p nil.nil?
class NilClass
  alias nil? saved_nil
end
p nil.nil?, compute == before
