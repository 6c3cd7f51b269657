$loaded_order << :raises
raise "while loading"
