# What core methods read of a Hash, an Array or a Struct does not go by another `[]`.
class Hash
  alias_method :kept_at, :[]
  def [](key) = kept_at(key) || 78
end
class Array
  alias_method :kept_at, :[]
  def [](*at) = kept_at(*at) || 77
end
S = Struct.new(:a)
class S
  def [](x) = 5
end
h = {a: 1}
p h.dig(:b), h.values_at(:b), h.fetch(:b, 3), [1].dig(4), S.new(1).dig(:a), h.to_proc.call(:b), h.slice(:b), [[:a, 1]].to_h[:q]
p h.filter_map { |k, v| v }, [3].values_at(4), [3].first, [3].at(4), h.fetch_values(:a), [1,2].sum, h.any?, h.compare_by_identity.dig(:b)
p [{a: nil}].dig(0, :a), h.dig(:a), "%{a}" % {a: 2}, "b".gsub(/b/, {}), "b".tr("b", "c"), h.transform_values { _1 }, h.min_by { |k, v| v }
