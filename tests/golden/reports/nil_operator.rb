total = nil
total += 3 unless total
