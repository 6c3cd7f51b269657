{ name: "svm" } => { name:, port: }
