class RT; def here; [:here, there]; end; def there; :there; end; def bt; raise "x"; end; end
module RTM
  refine RT do
    def there; :rthere; end
    def only; :only; end
    def bt; raise "refined"; end
    def bt2; [1].each { raise "refined2" }; end
    def cl; caller(0)[0]; end
  end
end
