# -*- coding: us-ascii -*-
p __ENCODING__
p "abc".encoding, "\xff".encoding, "\u00e9".encoding, %w[a][0].encoding, 'x'.encoding
p <<A.encoding
text
A
