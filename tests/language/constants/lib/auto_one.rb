$loaded << :auto_one
class AutoOne
  VALUE = :loaded
end
