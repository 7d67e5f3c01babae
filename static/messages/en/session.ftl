# What the server and the run make known.

## Connection

connection = { $state ->
    [live] live
    [lost] not connected
   *[connecting] connecting
 }
connection-moved = { $cause ->
    [step] stepped by another window
    [train] trained by another window
    [rewind] rewound by another window
    [patch] changed by another window
   *[other] moved by another window
 }
connection-lost = The server does not answer. Trying again automatically; nothing is lost.
connection-retry = Try now

## Hints

hint-starting = Starting a run…
hint-elsewhere = Another window or program is training this run.
hint-training = Training. Space pauses.
hint-random = Iteration 0: the weights are still random. Step makes the first update.
hint-given = Iteration 0: the weights are the ones you gave. Step makes the first update.
hint-updates = { $count ->
    [one] 1 update
   *[other] { $count } updates
 } so far. Use Back to revisit any earlier iteration.
diverged = The loss is no longer a number.
diverged-back = Back one iteration
diverged-halve = Halve the learning rate

## Commands for a terminal

command-create = Make this run again, at this iteration
command-step = Step: one iteration
command-train = Train until the loss is below 0.1
command-rewind = Back: one iteration
command-fork = Fork: a second run from this iteration
command-learning_rate = Change the learning rate from here on
command-edit = Set a weight to 0.5
command-clamp = Switch unit 0 off: hold it at 0
command-undo = Undo the latest change
command-trace = Every number of this iteration
command-sensitivity = Which inputs mattered for the last prediction
command-sample = Generate text
command-events = Watch what happens to the run

## The session

session-back = The server is back.
session-remade = The server no longer had this run. It was made again from this page’s record, with the same numbers.
session-restarted = The run was made again, but starts over: iteration { $iteration } would take too long to replay.
session-deleted = Another window deleted this run.
session-make-again = Make it again
session-gone = The run in this link no longer exists. This is a new one with the settings in the link.
session-impossible = This link is not valid: { $reason } { $instead }
session-unchanged = This is its run without any changes, at iteration 0.
session-default = This is the default run instead.
session-reset-already = Already at iteration 0.
session-reset = { $changed ->
    [yes] Back at iteration 0, with the initial settings.
   *[no] Back at iteration 0.
 }
session-undo = Undo
session-new-run = A new run has started.
session-lowest = Back at iteration { $iteration }, the lowest loss so far.

## The server

unreachable = The server does not answer.
answered = The server answered { $status }.
