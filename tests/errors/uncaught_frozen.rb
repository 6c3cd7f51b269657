LIST = [1, 2].freeze
LIST << 3
