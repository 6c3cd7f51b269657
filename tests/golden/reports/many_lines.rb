# Wide characters and tabs stand before the marks; receivers above are left out.
	p "日本語", [1, 2]
	  .map { |x| x * 2 }
	  .frist
