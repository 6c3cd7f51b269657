# The kernel of a simple operating system in the manner of Martin Richards's
# benchmark: six tasks, among them two devices, pass packets to one another.
# Polymorphic calls, linked lists, instance variables.
# Usage: richards.rb [rounds]

COUNT = 10_000
EXPECTED_QUEUED = 23_246
EXPECTED_HELD = 9_297

# Task identifiers, in the order of the scheduler's table.
IDLE = 0
WORKER = 1
HANDLER_A = 2
HANDLER_B = 3
DEVICE_A = 4
DEVICE_B = 5

KIND_DEVICE = 0
KIND_WORK = 1

class Packet
  SIZE = 4

  attr_accessor :link, :id, :kind, :word
  attr_reader :data

  def initialize(link, id, kind)
    @link = link
    @id = id
    @kind = kind
    @word = 0
    @data = Array.new(SIZE, 0)
  end

  # Puts this packet at the end of a list and returns the list's head.
  def append_to(queue)
    @link = nil
    return self unless queue
    last = queue
    while (following = last.link)
      last = following
    end
    last.link = self
    queue
  end
end

# A task's control block: its state is three bits.
class TaskBlock
  RUNNING = 0
  RUNNABLE = 1
  SUSPENDED = 2
  HELD = 4
  SUSPENDED_RUNNABLE = SUSPENDED | RUNNABLE

  attr_reader :link, :id, :priority
  attr_accessor :queue

  def initialize(link, id, priority, queue, task)
    @link = link
    @id = id
    @priority = priority
    @queue = queue
    @task = task
    @state = queue ? SUSPENDED_RUNNABLE : SUSPENDED
  end

  def make_running
    @state = RUNNING
  end

  def hold
    @state |= HELD
  end

  def release
    @state &= ~HELD
  end

  def suspend
    @state |= SUSPENDED
  end

  def make_runnable
    @state |= RUNNABLE
  end

  def held_or_suspended?
    (@state & HELD) != 0 || @state == SUSPENDED
  end

  # Runs the task, with the first packet of its queue if it waited for one.
  def run
    packet = nil
    if @state == SUSPENDED_RUNNABLE
      packet = @queue
      @queue = packet.link
      @state = @queue ? RUNNABLE : RUNNING
    end
    @task.run(packet)
  end

  # Queues a packet and returns the task that should run next.
  def check_priority_add(task, packet)
    if @queue
      @queue = packet.append_to(@queue)
      return task
    end
    @queue = packet
    packet.link = nil
    make_runnable
    @priority > task.priority ? self : task
  end
end

class Scheduler
  attr_reader :queued, :held

  def initialize
    @queued = 0
    @held = 0
    @blocks = Array.new(6)
    @list = nil
    @current = nil
    @current_id = nil
  end

  def add(id, priority, queue, task)
    @list = TaskBlock.new(@list, id, priority, queue, task)
    @blocks[id] = @list
  end

  def add_running(id, priority, queue, task)
    add(id, priority, queue, task).make_running
  end

  def schedule
    @current = @list
    while @current
      if @current.held_or_suspended?
        @current = @current.link
      else
        @current_id = @current.id
        @current = @current.run
      end
    end
  end

  def release(id)
    block = @blocks[id]
    return block unless block
    block.release
    block.priority > @current.priority ? block : @current
  end

  def hold_current
    @held += 1
    @current.hold
    @current.link
  end

  def suspend_current
    @current.suspend
    @current
  end

  def queue(packet)
    block = @blocks[packet.id]
    return block unless block
    @queued += 1
    packet.link = nil
    packet.id = @current_id
    block.check_priority_add(@current, packet)
  end
end

# Wakes one of the devices at each turn, chosen by a shift register, then stops.
class IdleTask
  def initialize(scheduler, seed, turns)
    @scheduler = scheduler
    @seed = seed
    @turns = turns
  end

  def run(_packet)
    @turns -= 1
    return @scheduler.hold_current if @turns == 0
    if @seed.even?
      @seed >>= 1
      @scheduler.release(DEVICE_A)
    else
      @seed = (@seed >> 1) ^ 0xd008
      @scheduler.release(DEVICE_B)
    end
  end
end

# Sends packets filled with letters to the two handlers in turn.
class WorkerTask
  def initialize(scheduler, destination, letter)
    @scheduler = scheduler
    @destination = destination
    @letter = letter
  end

  def run(packet)
    return @scheduler.suspend_current unless packet
    @destination = @destination == HANDLER_A ? HANDLER_B : HANDLER_A
    packet.id = @destination
    packet.word = 0
    Packet::SIZE.times do |index|
      @letter += 1
      @letter = 1 if @letter > 26
      packet.data[index] = @letter
    end
    @scheduler.queue(packet)
  end
end

# Copies the words of work packets, one by one, into packets for its device.
class HandlerTask
  def initialize(scheduler)
    @scheduler = scheduler
    @work = nil
    @devices = nil
  end

  def run(packet)
    if packet
      if packet.kind == KIND_WORK
        @work = packet.append_to(@work)
      else
        @devices = packet.append_to(@devices)
      end
    end

    if (work = @work)
      position = work.word
      if position < Packet::SIZE
        if (device = @devices)
          @devices = device.link
          device.word = work.data[position]
          work.word = position + 1
          return @scheduler.queue(device)
        end
      else
        @work = work.link
        return @scheduler.queue(work)
      end
    end
    @scheduler.suspend_current
  end
end

# Keeps one packet until the idle task releases it.
class DeviceTask
  def initialize(scheduler)
    @scheduler = scheduler
    @pending = nil
  end

  def run(packet)
    if packet
      @pending = packet
      return @scheduler.hold_current
    end
    return @scheduler.suspend_current unless (waiting = @pending)
    @pending = nil
    @scheduler.queue(waiting)
  end
end

def packets(id, kind, count)
  head = nil
  count.times { head = Packet.new(head, id, kind) }
  head
end

def run_once
  scheduler = Scheduler.new
  scheduler.add_running(IDLE, 0, nil, IdleTask.new(scheduler, 1, COUNT))
  scheduler.add(WORKER, 1000, packets(WORKER, KIND_WORK, 2), WorkerTask.new(scheduler, HANDLER_A, 0))
  scheduler.add(HANDLER_A, 2000, packets(DEVICE_A, KIND_DEVICE, 3), HandlerTask.new(scheduler))
  scheduler.add(HANDLER_B, 3000, packets(DEVICE_B, KIND_DEVICE, 3), HandlerTask.new(scheduler))
  scheduler.add(DEVICE_A, 4000, nil, DeviceTask.new(scheduler))
  scheduler.add(DEVICE_B, 5000, nil, DeviceTask.new(scheduler))
  scheduler.schedule
  if scheduler.queued != EXPECTED_QUEUED || scheduler.held != EXPECTED_HELD
    raise "queued #{scheduler.queued}, held #{scheduler.held}"
  end
  scheduler
end

n = (ARGV[0] || 40).to_i
last = nil
n.times { last = run_once }
puts "richards #{n}: #{last.queued} packets queued, #{last.held} tasks held"
