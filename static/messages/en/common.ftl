# What every page says: counts, names, settings.

## The language
# Its own name, as its speakers write it.

language-name = English
languages = Language
wrong-language = lang must be { $allowed }

## Lists and quotations

list-separator = {", "}
list-or = { $items } or { $last }
clause-separator = {"; "}
sentence-separator = {" "}
sentence = { $text }.
quotation = “{ $text }”

## Numbers, characters and names

not-finite = not finite
# A character for a screen reader.
character = { $name ->
    [line_break] line break
    [carriage_return] carriage return
    [tab] tab
    [no_break_space] no-break space
   *[space] space
 }
cell-name = { $cell ->
    [tanh] tanh RNN
    [gru] GRU
    [lstm] LSTM
    [window] window MLP, k = { $window }
   *[other] { $name }
 }

names-and = { $names } and { $last }

## What is typed

wrong-number = Enter { $allowed }.
wrong-length = Enter { $least } to { $most } characters; this has { $count }{ $joined ->
    [yes] { " " }code points, and a single character can be several
   *[no] { "" }
 }.
wrong-uniform = Use at least two different characters: with only one there is nothing to predict.
wrong-half = This text contains half of a character; type that character again.
wrong-example = Line { $line } needs an input, =>, and its target.

## Links

link-unknown = { $count ->
    [one] Unknown setting { $names } in this link. Known settings: { $allowed }
   *[other] Unknown settings { $names } in this link. Known settings: { $allowed }
 }
link-more = { $names } and { $count } more
link-hide = This link hides { $name }, which is no part of the page. Known parts: { $allowed }
link-names = { $names }, hide and inspect
link-number = In this link, { $name } is not a number
link-structure = In this link, { $name } cannot be read
link-change = In this link, the change “{ $text }” cannot be read
link-iteration = In this link, the iteration is not a number
link-phase = In this link, the phase “{ $text }” cannot be read


## Every page
page-description = Watch a recurrent network learn, one training iteration at a time.
skip = Skip to content
pages = Pages
theme-title = Switch between light and dark
theme = Dark theme
page-workbench = Workbench
page-learn = Learn
page-compare = Compare
page-experiments = Experiments
page-gradients = Gradients
page-runs = My runs
page-class = Class
page-api = API
brand = RNN Explainer

## The documentation of the API

docs-title = RNN Explainer: the REST API
docs-description = Every route of RNN Explainer’s REST API, to read and to try.
docs-heading = The REST API
docs-where = The description of the API is at <a href="/openapi.json">/openapi.json</a>.

## A course of losses

losses-so-far = The loss so far: { $first } before the first step, { $now } after { $steps ->
    [one] one step
   *[other] { $steps } steps
 }
