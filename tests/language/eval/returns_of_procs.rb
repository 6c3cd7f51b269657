# `return` in procs that an evaluated text made, after the text has ended.
def try(name)
  p [name, yield]
rescue LocalJumpError => error
  p [name, error.message]
end

def plain = (made = eval("proc { return 7 }"); made.call; 8)
try(:plain) { plain }
def nested = (made = eval("[1].map { proc { return 7 } }[0]"); [1].each { made.call }; 8)
try(:nested) { nested }
def in_texts_lambda = (made = binding.eval("lambda { proc { return 7 } }").call; made.call; 8)
try(:in_texts_lambda) { in_texts_lambda }

def block_binding
  kept = nil
  [1].each { kept = binding }
  kept.eval("proc { return 7 }").call
  8
end
try(:block_binding) { block_binding }

def ended_lambda = (made = lambda { eval("proc { return 7 }") }.call; made.call; 8)
try(:ended_lambda) { ended_lambda }
def running_lambda = [lambda { eval("proc { return 7 }").call; 9 }.call, 8]
try(:running_lambda) { running_lambda }
def two_texts = [lambda { eval("eval('proc { return 7 }')").call; 9 }.call, 8]
try(:two_texts) { two_texts }
def escapes = eval("proc { return 7 }")
try(:escapes) { escapes.call }
def directly = (eval("return 7"); 8)
try(:directly) { directly }
def other_self = ("x".instance_eval("proc { return 7 }").call; 8)
try(:other_self) { other_self }
def lambda_block = (l = lambda { [1].map { proc { return 7 } }[0].call; 1 }; [l.call, 2])
try(:lambda_block) { lambda_block }
