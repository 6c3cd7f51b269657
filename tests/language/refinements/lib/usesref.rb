using RTM
$r1 = RT.new.there
def from_usesref; RT.new.there; end
