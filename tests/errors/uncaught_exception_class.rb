raise Exception, "not a standard error"
