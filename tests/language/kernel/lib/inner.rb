$loaded_order << :inner
module Inner
  VALUE = 10
end
