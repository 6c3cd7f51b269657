# Guards against endless recursion through self-containing collections.

module Kernel
  # Whether `name` was not yet under way for these objects; it now is.
  private def __guard_enter(name, left, right = nil) = ($__guards ||= {}.__set_by_identity).__guard_push(name, left, right)

  private def __guard_leave(name, left, right = nil) = $__guards.__guard_drop(name, left, right)
end
