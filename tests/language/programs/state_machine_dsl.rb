# A DSL for state machines by metaprogramming: configuration that classes inherit, methods defined
# for states and events, guards, callbacks, history, introspection and a drawing in dot.

module Machine
  class Error < StandardError; end

  # An event that has no transition from the current state.
  class NoTransition < Error
    attr_reader :event, :state

    def initialize(event, state, allowed: [])
      @event, @state, @allowed = event, state, allowed
      super("cannot #{event} when #{state}#{", only #{allowed.join(", ")}" unless allowed.empty?}")
    end
  end

  class GuardFailed < NoTransition
    def initialize(event, state, guard)
      super(event, state)
      @guard = guard
    end

    def message = "#{super}: #{@guard} says no"
  end

  class DefinitionError < Error; end

  State = Struct.new(:name, :options, :enter, :leave) do
    def final? = !!options[:final]
    def to_s = name.to_s
  end

  Transition = Struct.new(:event, :from, :to, :guards, :actions) do
    def allowed?(object) = guards.all? { |g| g.call(object) }
    def refusing(object) = guards.find { |g| !g.call(object) }
    def to_s = "#{from} -#{event}-> #{to}#{" [#{guards.join(" and ")}]" unless guards.empty?}"
  end

  # A condition or an action given as a method's name, a proc of any arity, or a negation.
  class Callable
    def self.wrap(thing, negate: false) = thing.is_a?(self) ? thing : new(thing, negate)

    def initialize(thing, negate)
      @thing, @negate = thing, negate
    end

    def call(object, *arguments)
      result =
        case @thing
        when Symbol then object.send(@thing, *(object.method(@thing).arity.zero? ? [] : arguments))
        when UnboundMethod then @thing.bind_call(object)
        when Proc then @thing.lambda? && @thing.arity.zero? ? object.instance_exec(&@thing) : object.instance_exec(*arguments, &@thing)
        else raise DefinitionError, "cannot call #{@thing.inspect}"
        end
      @negate ? !result : result
    end

    def to_s
      text = @thing.is_a?(Symbol) ? @thing.name : @thing.is_a?(UnboundMethod) ? @thing.name.to_s : "a block"
      @negate ? "not #{text}" : text
    end
  end

  # What one class declared. Look-ups go on in the parent's, so subclasses may add to both at any time.
  class Definition
    attr_reader :owner, :parent
    attr_accessor :first

    def initialize(owner, parent)
      @owner, @parent = owner, parent
      @states, @transitions = {}, []
      @callbacks = Hash.new { |h, k| h[k] = [] }
    end

    def initial = first || parent&.initial || states.first&.name
    def states = [*parent&.states&.reject { |s| @states.key?(s.name) }, *@states.values]
    def transitions = [*@transitions, *parent&.transitions]
    def state(name) = @states[name] || parent&.state(name)
    def callbacks(kind) = [*parent&.callbacks(kind), *@callbacks[kind]]
    def events = transitions.map(&:event).uniq.sort
    def own_states = @states.keys

    def add_state(name, options)
      raise DefinitionError, "state #{name} is defined twice" if @states.key?(name)

      @states[name] = State.new(name, options, [], [])
    end

    def add_transition(...) = @transitions << Transition.new(...)
    def add_callback(kind, thing) = @callbacks[kind] << Callable.wrap(thing)

    def seal
      missing = transitions.flat_map { |t| [t.from, t.to] }.uniq.reject { |n| state(n) }
      raise DefinitionError, "unknown state #{missing.join(", ")} in #{owner}" unless missing.empty?
    end
  end

  # The words inside `machine do ... end`.
  class Builder < BasicObject
    def initialize(owner, definition)
      @owner, @definition = owner, definition
    end

    def initial(name) = @definition.first = name

    def state(*names, **options, &block)
      names.each do |name|
        added = @definition.add_state(name, options)
        StateBuilder.new(added).instance_eval(&block) if block
        @owner.send(:define_state_methods, name)
      end
    end

    def event(name, &)
      EventBuilder.new(name, @definition).instance_eval(&)
      @owner.send(:define_event_methods, name)
    end

    %i[before after around].each do |kind|
      define_method(kind) { |thing = nil, &block| @definition.add_callback(kind, thing || block) }
    end

    # `paint! from: :new, to: :done` is short for an event with one transition.
    def method_missing(name, *arguments, **options)
      return super unless name.end_with?("!") && arguments.empty? && options.key?(:to)

      event(name.name.delete_suffix("!").to_sym) { go(**options) }
    end

    def respond_to_missing?(name, _all = false) = name.end_with?("!")

    def self.const_missing(name) = ::Object.const_get(name)
  end

  StateBuilder = Struct.new(:state) do
    def enter(thing = nil, &block) = state.enter << Callable.wrap(thing || block)
    def leave(thing = nil, &block) = state.leave << Callable.wrap(thing || block)
  end

  class EventBuilder
    def initialize(event, definition)
      @event, @definition = event, definition
    end

    def go(from:, to:, **options, &action)
      guards = [*Array(options.delete(:if)).map { |g| Callable.wrap(g) },
                *Array(options.delete(:unless)).map { |g| Callable.wrap(g, negate: true) }]
      actions = [*options.delete(:do), *action].map { |a| Callable.wrap(a) }
      raise DefinitionError, "unknown option #{options.keys.first}" unless options.empty?

      froms = from == :any ? @definition.states.reject(&:final?).map(&:name) - [to] : Array(from)
      froms.each { |f| @definition.add_transition(@event, f, to, guards, actions) }
    end
  end

  module ClassMethods
    def definition = @definition ||= Definition.new(self, (superclass.definition if superclass.respond_to?(:definition)))

    def machine(&)
      Builder.new(self, definition).instance_eval(&)
      definition.seal
      self
    end

    def inherited(child)
      super
      child.definition
      (@heirs ||= []) << child
    end

    def heirs = [*@heirs, *@heirs&.flat_map(&:heirs)]

    # States are constants too: Door::OPEN.
    def const_missing(name)
      definition.state(name.to_s.downcase.to_sym)&.tap { |state| const_set(name, state) } || super
    end

    def to_dot
      lines = definition.states.map { |s| "  #{s.name} [shape=#{s.final? ? "doublecircle" : "circle"}];" }
      lines += definition.transitions.map { |t| "  #{t.from} -> #{t.to} [label=\"#{[t.event, *t.guards].join(" / ")}\"];" }
      ["digraph #{name} {", "  start [shape=point];", "  start -> #{definition.initial};", *lines, "}"].join("\n")
    end

    private

    # Generated methods live in a module, so a class can override them and call super.
    def generated
      @generated ||= Module.new.tap do |m|
        const_set(:Generated, m)
        include(m)
      end
    end

    def define_state_methods(name)
      generated.define_method(:"#{name}?") { state == name }
      define_singleton_method(name) { definition.state(name) } unless respond_to?(name, true)
    end

    def define_event_methods(name)
      generated.class_exec do
        define_method(name) { |*arguments, **options| fire(name, *arguments, **options) }
        define_method(:"can_#{name}?") { !!transition_for(name) }
        define_method(:"try_#{name}") do |*arguments, **options|
          fire(name, *arguments, **options)
        rescue NoTransition
          false
        end
        private define_method(:"#{name}_targets") { self.class.definition.transitions.select { |t| t.event == name }.map(&:to).uniq }
      end
    end
  end

  def self.included(base)
    base.extend(ClassMethods)
    super
  end

  def state = @state ||= self.class.definition.initial
  def history = @history ||= [state]
  def events = self.class.definition.events.select { |e| transition_for(e) }
  def finished? = self.class.definition.state(state).final?

  def fire(event, *arguments, **options)
    transition = transition_for(event) || refuse(event)
    wrap(transition, self.class.definition.callbacks(:around)) { perform(transition, [*arguments, *(options unless options.empty?)]) }
    self
  end

  def respond_to_missing?(name, all = false) = question(name) || super

  # `was_open?` asks the history.
  def method_missing(name, *arguments)
    wanted = question(name) or return super
    raise ArgumentError, "#{name} takes no arguments" unless arguments.empty?

    history.include?(wanted)
  end

  private

  def question(name)
    wanted = name[/\Awas_(\w+)\?\z/, 1]&.to_sym
    wanted if wanted && self.class.definition.state(wanted)
  end

  def candidates(event) = self.class.definition.transitions.select { |t| t.event == event && t.from == state }
  def transition_for(event) = candidates(event).find { |t| t.allowed?(self) }

  def refuse(event)
    if (blocked = candidates(event).first)
      raise GuardFailed.new(event, state, blocked.refusing(self))
    end
    raise NoTransition.new(event, state, allowed: events)
  end

  def wrap(transition, callbacks, &core)
    callbacks.reverse.inject(core) do |inner, callback|
      -> { callback.call(self, transition, inner) }
    end.call
  end

  def perform(transition, arguments)
    history
    definition = self.class.definition
    definition.callbacks(:before).each { |c| c.call(self, transition) }
    definition.state(transition.from).leave.each { |c| c.call(self, transition.to) }
    transition.actions.each { |c| c.call(self, *arguments) }
    @state = transition.to
    @history << @state
    definition.state(@state).enter.each { |c| c.call(self, transition.from) }
    definition.callbacks(:after).each { |c| c.call(self, transition) }
  end
end

# -- Use -------------------------------------------------------------------

class Door
  include Machine
  attr_reader :log, :code

  def initialize(code: 1234)
    @code = code
    @log = []
  end

  machine do
    initial :closed
    state :closed, :locked
    state(:open) { enter { |from| log << "opened from #{from}" } }
    state :broken, final: true
    event :push do
      go from: :closed, to: :open
    end
    event(:pull) { go from: :open, to: :closed }
    event :lock do
      go from: :closed, to: :locked do |code = nil|
        @code = code if code
        log << "locked with #{@code}"
      end
    end
    event(:unlock) { go from: :locked, to: :closed, if: :right_code? }
    kick! from: :any, to: :broken, unless: ->(door = self) { door.log.empty? }
    before { |t| log << "before #{t}" if t.event == :push }
    after :note
  end

  def enter_code(code) = tap { @entered = code }
  def push(*) = super.tap { log << "pushed" }

  private

  def right_code? = @entered == @code
  def note(transition) = log << "after #{transition.event}"
end

class GlassDoor < Door
  machine do
    initial :open
    state :shattered, final: true
    state(:closed) { leave { |to| log << "glass leaves for #{to}" } }
    event(:throw_stone) { go from: %i[open closed], to: :shattered }
    around do |transition, run|
      log << "<#{transition.event}"
      run.call
      log << ">"
    end
  end
end

def attempt(label)
  print label, ": "
  p yield
rescue StandardError => e
  puts "#{e.class}: #{e.message.gsub(/0x\h+/, "0x")}"
end

puts "-- a door"
door = Door.new
attempt("start") { [door.state, door.closed?, door.open?, door.events] }
attempt("push") { door.push.state }
attempt("log") { door.log }
attempt("push again") { door.push }
attempt("can") { [door.can_push?, door.can_pull?, door.can_lock?, door.can_kick?] }
attempt("chain") { door.pull.lock(99).state }
attempt("action's argument") { [door.code, door.log.last(2)] }
attempt("guard") { door.unlock }
attempt("try") { [door.try_unlock, door.state] }
attempt("guard passes") { door.enter_code(99).unlock.state }
attempt("history") { door.history }
attempt("was") { [door.was_open?, door.was_broken?, door.respond_to?(:was_locked?), door.respond_to?(:was_odd?)] }
attempt("was with arguments") { door.was_open?(1) }
attempt("unknown question") { door.was_odd? }
attempt("private") { door.push_targets }
attempt("private via send") { door.send(:unlock_targets) }
attempt("finish") { door.kick.finished? }
attempt("after the end") { door.pull }
attempt("negated guard") { Door.new.kick }
attempt("fire") { Door.new.fire(:nothing) }
attempt("error's data") { Door.new.pull rescue [$!.event, $!.state, $!.class.ancestors.take(4)] }

puts "-- inheritance"
glass = GlassDoor.new
attempt("initial") { [glass.state, Door.new.state] }
attempt("states") { [Door.definition.states.map(&:to_s), GlassDoor.definition.states.map(&:to_s), GlassDoor.definition.own_states] }
attempt("inherited event") { glass.pull.push.log }
attempt("leave of the overriding state") { glass.log.clear; glass.pull.throw_stone.log }
attempt("parent lacks it") { Door.new.throw_stone }
attempt("later addition") do
  Door.machine { event(:rattle) { go from: :closed, to: :closed } }
  [GlassDoor.new.pull.rattle.history, GlassDoor.definition.events]
end
attempt("heirs") { Door.heirs }
attempt("anonymous heir") { Class.new(GlassDoor).new.state }
attempt("heirs again") { Door.heirs.map(&:name) }

puts "-- reflection"
attempt("constants") { [Door::OPEN, Door::BROKEN].map { |s| [s.to_s, s.final?] } }
attempt("defined now") { Door.constants.sort }
attempt("unknown constant") { Door::NOWHERE }
attempt("state readers") { [Door.locked.name, GlassDoor.shattered.final?] }
attempt("ancestors") { GlassDoor.ancestors.take(5) }
attempt("owner") { [door.method(:push).owner, door.method(:pull).owner, door.method(:push).super_method.owner, door.method(:try_pull).arity] }
attempt("parameters") { [door.method(:pull).parameters, door.method(:can_pull?).parameters] }
attempt("generated") { Door::Generated.instance_methods.sort.select { |m| m.end_with?("?") } }
attempt("hidden") { Door::Generated.private_instance_methods.sort.first(2) }
attempt("transitions") { GlassDoor.definition.transitions.map(&:to_s) }
puts GlassDoor.to_dot

puts "-- mistakes in definitions"
attempt("unknown state") { Class.new { include Machine; def self.name = "Odd"; def self.to_s = name; machine { state :a; event(:go) { go from: :a, to: :b } } } }
attempt("twice") { Door.machine { state :open } }
attempt("option") { Door.machine { event(:x) { go from: :open, to: :closed, when: 1 } } }
attempt("missing keyword") { Door.machine { event(:x) { go from: :open } } }
attempt("word") { Door.machine { stat :x } }
attempt("bang without to") { Door.machine { jump! from: :open } }
attempt("callable") { Class.new { include Machine; machine { state :a, :b; go! from: :a, to: :b, if: 5 } }.new.go }

puts "-- a light, made of data"
TABLE = { red: :green, green: :yellow, yellow: :red }.freeze
Light = Class.new do
  include Machine
  TABLE.each_key { |color| machine { state color } }
  machine do
    TABLE.each { |from, to| event(:tick) { go from: from, to: to } }
    event(:fail) { go from: :any, to: :dark }
    state :dark, final: true
  end
rescue Machine::DefinitionError => e
  puts "#{e.class}: #{e.message.sub(/#<Class.*>/, "the class")}"
end
light = Light.new
attempt("ticks") { 4.times.map { light.tick.state } }
attempt("fails") { [light.fail.finished?, light.can_tick?, light.events] }
attempt("reset") { light.instance_variable_set(:@state, nil); [light.state, light.red?] }
attempt("own methods") { [Light.instance_methods(false), Light::Generated.instance_methods.size] }
attempt("frozen") { Door.new.freeze.push }
