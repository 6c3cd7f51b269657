$loaded << :auto_forgets
