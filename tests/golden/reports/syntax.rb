def ok = 1
x = [1, 2
y = )
