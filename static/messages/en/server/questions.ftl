# The questions that the page of experiments offers, and the presets of the gradients’ laboratory.
# What is said before an experiment is the question and the method, never the result.

asked-recurrence = Is recurrence needed?
asked-recurrence-beforehand = In “hello”, l is followed once by l and once by o. A network that sees only this letter cannot know which: the best it can do is probability ½ for each, at a loss of 2 · ln 2 ≈ 1.386. Is a wider window enough? Is one letter enough, with a recurrent state?
asked-sharing = Why share the weights?
asked-sharing-beforehand = With unshared weights, a different set for each timestep, a network can fit the text it is trained on. How does it do on the text written twice (the longer text), and on the text without its first letter (the shifted text)?
asked-counting = RNN or LSTM for counting?
asked-counting-beforehand = aaabbb: a network that has counted the a’s knows everything after the first b. Training goes up to n = 9. Which networks count, and which have memorized the lengths? Longer sequences, n = 10 to 15, show which.
asked-remembering = Which network remembers over 30 timesteps?
asked-remembering-beforehand = A letter, then thirty others that do not matter: which letter came first? Two networks start with a bias of 4 on the gate that keeps the state, the LSTM’s forget gate f and the GRU’s update gate z, so it is open: σ(4) ≈ 0.98. A second LSTM starts with its forget gate half open, σ(0) = 0.5, and the tanh RNN has no gate.

preset-vanish = Vanish
preset-explode = Explode
preset-clipping = Remedy: clipping
preset-orthogonal = Remedy: orthogonal
preset-gates = Remedy: gates
