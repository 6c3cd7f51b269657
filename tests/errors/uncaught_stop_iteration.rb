e = [1].each
e.next
e.next
