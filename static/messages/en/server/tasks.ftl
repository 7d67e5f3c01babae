# What each task is called, what it is about, and what its score counts.

task-title-next_character = Next character
task-words-next_character = Read a text character by character and predict the next one each time.
task-metric-next_character = accuracy, counting only positions whose pair of characters (the one read and the next) occurs in the training text
task-title-counting = Counting
task-words-counting = Read some a’s, then the same number of b’s, and predict where they end, which takes counting. During the a’s the next letter is unpredictable; after the first b it is fully determined.
task-metric-counting = accuracy on the predictions made while reading b’s: the remaining b’s, and the end
task-title-sentiment = Sentiment
task-words-sentiment = Read a sentence word by word and predict at its end whether it is positive or negative. “not” reverses the meaning of what follows, so word order matters.
task-metric-sentiment = sentences classified correctly at the last word
task-title-captioning = Captioning
task-words-captioning = Look at a small picture and describe it in words. The picture sets the initial state; the network never sees it again.
task-metric-captioning = generated captions that match exactly
task-title-translation = Translation
task-words-translation = Read an English phrase, then write it in Chinese. An encoder and a decoder with separate weights: all the decoder knows about the phrase is the encoder’s final state.
task-metric-translation = generated translations that match exactly
task-title-remembering = Remember the first letter
task-words-remembering = Read a letter, then many others, and recall the first one. How long can a network remember, and how far back does its gradient reach?
task-metric-remembering = sequences whose first letter is recalled at the end
