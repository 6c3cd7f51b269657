$loaded << :auto_raises
raise "while loading" if $loaded.count(:auto_raises) == 1
AutoRaises = :second_try
