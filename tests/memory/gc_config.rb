p GC.config(tenure_age: 6)[:tenure_age]             #=> 6
p GC.config[:tenure_age]                            #=> 6
