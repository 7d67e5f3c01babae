# The workbench: its panels and controls.

## Generate

generate-why-not-sentiment = To generate, a network reads what it just said; this one says one thing, whether a sentence is positive or negative, and is done.
generate-why-not-remembering = To generate, a network reads what it just said; this one says one thing, the letter that came first, and is done.
generate-why-not-translation = To generate, a network begins with any one letter; this one has to read a whole phrase before it says the first word.
generate-why-not-captioning = To generate, a network begins with any one letter; this one has to see a picture before it says the first word.
generate-instead-sentiment = Judge a sentence of your own
generate-instead-remembering = Ask with letters of your own
generate-instead-translation = Translate a phrase of your own
generate-instead-captioning = Draw a picture of your own
generate-hint = Give the network one letter. It samples the next letter from ŷ, reads that letter, and so on.
generate-first = First letter
generate-length = Length
generate-temperature = Temperature
generate-seed = Seed
generate-next-seed = Next seed
generate-next-seed-title = Sample again with the next seed
generate-submit = Generate
generate-given = the letter you chose
# Above a letter that was sampled.
generate-probability = after “{ $input }”, “{ $output }” had probability { $probability }
# $behind: has the network changed since?
generate-made = { $behind ->
    [yes] Made at iteration { $iteration }. The network has changed since.
   *[no] Made at iteration { $iteration }.
 }
