puts "start"
undefined_variable_here
