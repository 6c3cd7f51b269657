def try = (p yield) rescue puts("#{$!.class}: #{$!.message}")
try { 1.5.truncate(2**40) }
try { 12.ceil(-(2**40)) }
try { 12.round(2**31) }
try { 1.25.round(2**31) }
try { 1.25.round(2**31-1) }
try { 12.ceil(-(2**31)-1) }
try { (2**70).round(-(2**31)-1) }
try { (2**70).round(2**31) }
