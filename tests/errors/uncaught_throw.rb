throw :nowhere, 1
