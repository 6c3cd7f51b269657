//! svm runs Ruby programs and shows what they do.
