# What a terminal gets, with its colours made visible.
begin
  [1].frist
rescue NoMethodError => error
  puts error.detailed_message(highlight: true).split("\e").join("ESC")
  puts error.detailed_message, error.message
end
