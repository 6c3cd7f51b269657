options = { width: 80, "height" => 25 }
options.fetch(:widht)
