raise Class.new(StandardError), "anonymous"
