config = { name: "svm", port: "80" }
case config
in { name: String, port: Integer => port }
  p port
end
