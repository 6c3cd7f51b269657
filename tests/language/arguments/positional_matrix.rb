# Required, optional, rest and post parameters, each signature called with 0 to 6 arguments.
require_relative "../lib/check"

def none = []
def one(a) = [a]
def two(a, b) = [a, b]
def optional(a = :A) = [a]
def two_optional(a = :A, b = :B) = [a, b]
def mixed(a, b = :B) = [a, b]
def rest(*r) = [r]
def one_rest(a, *r) = [a, r]
def optional_rest(a = :A, *r) = [a, r]
def rest_post(*r, z) = [r, z]
def one_rest_post(a, *r, z) = [a, r, z]
def optional_post(a = :A, z) = [a, z]
def optionals_post(a, b = :B, c = :C, z) = [a, b, c, z]
def everything(a, b = :B, *r, y, z) = [a, b, r, y, z]
def anonymous(a, *) = [a, rest(*)]
def destructured((a, b), c) = [a, b, c]
def nested((a, (b, *c)), *d) = [a, b, c, d]

%i[none one two optional two_optional mixed rest one_rest optional_rest rest_post one_rest_post optional_post
   optionals_post everything anonymous destructured nested].each do |name|
  (0..6).each do |n|
    check("#{name} #{n}") { send(name, *(1..n)) }
  end
end
